package main

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	azfake "github.com/Azure/azure-sdk-for-go/sdk/azcore/fake"
	authorization "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/authorization/armauthorization/v2"
	preview "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/authorization/armauthorization/v3"
)

// operations are the lists that are served, with the generated client's name of each.
var operations = map[string]string{
	"roleAssignments":                  "RoleAssignmentsClient.NewListForScopePager",
	"roleDefinitions":                  "RoleDefinitionsClient.NewListPager",
	"denyAssignments":                  "DenyAssignmentsClient.NewListForScopePager",
	"roleAssignmentScheduleInstances":  "RoleAssignmentScheduleInstancesClient.NewListForScopePager",
	"roleAssignmentSchedules":          "RoleAssignmentSchedulesClient.NewListForScopePager",
	"roleEligibilityScheduleInstances": "RoleEligibilityScheduleInstancesClient.NewListForScopePager",
	"roleEligibilitySchedules":         "RoleEligibilitySchedulesClient.NewListForScopePager",
	"roleManagementPolicyAssignments":  "RoleManagementPolicyAssignmentsClient.NewListForScopePager",
}

type overheard struct {
	versions map[string]string
}

type notSent struct{ error }

func (notSent) NonRetriable() {}

// Do keeps which list is asked for in which version, and sends nothing.
func (o *overheard) Do(request *http.Request) (*http.Response, error) {
	at := strings.LastIndex(request.URL.Path, provider)
	o.versions[request.URL.Path[at+len(provider):]] = request.URL.Query().Get("api-version")
	return nil, notSent{errors.New("not sent")}
}

// versionsOfTheClient are the versions that Microsoft's generated client asks each list with.
func versionsOfTheClient() (map[string]string, error) {
	heard := &overheard{versions: map[string]string{}}
	options := &arm.ClientOptions{ClientOptions: azcore.ClientOptions{Transport: heard}}
	clients, err := authorization.NewClientFactory("subscription", &azfake.TokenCredential{}, options)
	if err != nil {
		return nil, err
	}
	previews, err := preview.NewClientFactory("subscription", &azfake.TokenCredential{}, options)
	if err != nil {
		return nil, err
	}
	ctx, scope := context.Background(), "subscriptions/subscription"
	_, _ = clients.NewRoleAssignmentsClient().NewListForScopePager(scope, nil).NextPage(ctx)
	_, _ = previews.NewRoleDefinitionsClient().NewListPager(scope, nil).NextPage(ctx)
	_, _ = clients.NewDenyAssignmentsClient().NewListForScopePager(scope, nil).NextPage(ctx)
	_, _ = clients.NewRoleAssignmentScheduleInstancesClient().NewListForScopePager(scope, nil).NextPage(ctx)
	_, _ = clients.NewRoleAssignmentSchedulesClient().NewListForScopePager(scope, nil).NextPage(ctx)
	_, _ = clients.NewRoleEligibilityScheduleInstancesClient().NewListForScopePager(scope, nil).NextPage(ctx)
	_, _ = clients.NewRoleEligibilitySchedulesClient().NewListForScopePager(scope, nil).NextPage(ctx)
	_, _ = clients.NewRoleManagementPolicyAssignmentsClient().NewListForScopePager(scope, nil).NextPage(ctx)
	for list := range operations {
		if heard.versions[list] == "" {
			return nil, errors.New("the client did not ask for " + list)
		}
	}
	return heard.versions, nil
}
