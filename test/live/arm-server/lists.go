package main

import (
	"encoding/json"
	"log"
	"net/http"
	"strings"

	azfake "github.com/Azure/azure-sdk-for-go/sdk/azcore/fake"
	arm "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/authorization/armauthorization/v2"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/authorization/armauthorization/v2/fake"
	armpreview "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/authorization/armauthorization/v3"
	fakepreview "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/authorization/armauthorization/v3/fake"
)

// root stands for the scope above everything in the generated routes.
const root = "root"

// generated are the generated servers, over what is held.
func (s *server) generated() *fake.ServerFactory {
	return &fake.ServerFactory{
		RoleAssignmentsServer: fake.RoleAssignmentsServer{
			NewListForScopePager: func(scope string, options *arm.RoleAssignmentsClientListForScopeOptions) azfake.PagerResponder[arm.RoleAssignmentsClientListForScopeResponse] {
				return pages(s, scope, "roleAssignments", filterOf(options, func() *string { return options.Filter }), func(items []*arm.RoleAssignment) arm.RoleAssignmentsClientListForScopeResponse {
					return arm.RoleAssignmentsClientListForScopeResponse{RoleAssignmentListResult: arm.RoleAssignmentListResult{Value: items}}
				})
			},
		},
		DenyAssignmentsServer: fake.DenyAssignmentsServer{
			NewListForScopePager: func(scope string, options *arm.DenyAssignmentsClientListForScopeOptions) azfake.PagerResponder[arm.DenyAssignmentsClientListForScopeResponse] {
				return pages(s, scope, "denyAssignments", filterOf(options, func() *string { return options.Filter }), func(items []*arm.DenyAssignment) arm.DenyAssignmentsClientListForScopeResponse {
					return arm.DenyAssignmentsClientListForScopeResponse{DenyAssignmentListResult: arm.DenyAssignmentListResult{Value: items}}
				})
			},
		},
		RoleAssignmentScheduleInstancesServer: fake.RoleAssignmentScheduleInstancesServer{
			NewListForScopePager: func(scope string, options *arm.RoleAssignmentScheduleInstancesClientListForScopeOptions) azfake.PagerResponder[arm.RoleAssignmentScheduleInstancesClientListForScopeResponse] {
				return pages(s, scope, "roleAssignmentScheduleInstances", filterOf(options, func() *string { return options.Filter }), func(items []*arm.RoleAssignmentScheduleInstance) arm.RoleAssignmentScheduleInstancesClientListForScopeResponse {
					return arm.RoleAssignmentScheduleInstancesClientListForScopeResponse{RoleAssignmentScheduleInstanceListResult: arm.RoleAssignmentScheduleInstanceListResult{Value: items}}
				})
			},
		},
		RoleAssignmentSchedulesServer: fake.RoleAssignmentSchedulesServer{
			NewListForScopePager: func(scope string, options *arm.RoleAssignmentSchedulesClientListForScopeOptions) azfake.PagerResponder[arm.RoleAssignmentSchedulesClientListForScopeResponse] {
				return pages(s, scope, "roleAssignmentSchedules", filterOf(options, func() *string { return options.Filter }), func(items []*arm.RoleAssignmentSchedule) arm.RoleAssignmentSchedulesClientListForScopeResponse {
					return arm.RoleAssignmentSchedulesClientListForScopeResponse{RoleAssignmentScheduleListResult: arm.RoleAssignmentScheduleListResult{Value: items}}
				})
			},
		},
		RoleEligibilityScheduleInstancesServer: fake.RoleEligibilityScheduleInstancesServer{
			NewListForScopePager: func(scope string, options *arm.RoleEligibilityScheduleInstancesClientListForScopeOptions) azfake.PagerResponder[arm.RoleEligibilityScheduleInstancesClientListForScopeResponse] {
				return pages(s, scope, "roleEligibilityScheduleInstances", filterOf(options, func() *string { return options.Filter }), func(items []*arm.RoleEligibilityScheduleInstance) arm.RoleEligibilityScheduleInstancesClientListForScopeResponse {
					return arm.RoleEligibilityScheduleInstancesClientListForScopeResponse{RoleEligibilityScheduleInstanceListResult: arm.RoleEligibilityScheduleInstanceListResult{Value: items}}
				})
			},
		},
		RoleEligibilitySchedulesServer: fake.RoleEligibilitySchedulesServer{
			NewListForScopePager: func(scope string, options *arm.RoleEligibilitySchedulesClientListForScopeOptions) azfake.PagerResponder[arm.RoleEligibilitySchedulesClientListForScopeResponse] {
				return pages(s, scope, "roleEligibilitySchedules", filterOf(options, func() *string { return options.Filter }), func(items []*arm.RoleEligibilitySchedule) arm.RoleEligibilitySchedulesClientListForScopeResponse {
					return arm.RoleEligibilitySchedulesClientListForScopeResponse{RoleEligibilityScheduleListResult: arm.RoleEligibilityScheduleListResult{Value: items}}
				})
			},
		},
		RoleManagementPolicyAssignmentsServer: fake.RoleManagementPolicyAssignmentsServer{
			NewListForScopePager: func(scope string, _ *arm.RoleManagementPolicyAssignmentsClientListForScopeOptions) azfake.PagerResponder[arm.RoleManagementPolicyAssignmentsClientListForScopeResponse] {
				return pages(s, scope, "roleManagementPolicyAssignments", "", func(items []*arm.RoleManagementPolicyAssignment) arm.RoleManagementPolicyAssignmentsClientListForScopeResponse {
					return arm.RoleManagementPolicyAssignmentsClientListForScopeResponse{RoleManagementPolicyAssignmentListResult: arm.RoleManagementPolicyAssignmentListResult{Value: items}}
				})
			},
		},
	}
}

// generatedPreview are the generated servers of what only a preview tells whole: conditions in role definitions.
func (s *server) generatedPreview() *fakepreview.ServerFactory {
	return &fakepreview.ServerFactory{
		RoleDefinitionsServer: fakepreview.RoleDefinitionsServer{
			NewListPager: func(scope string, options *armpreview.RoleDefinitionsClientListOptions) azfake.PagerResponder[armpreview.RoleDefinitionsClientListResponse] {
				return pages(s, scope, "roleDefinitions", filterOf(options, func() *string { return options.Filter }), func(items []*armpreview.RoleDefinition) armpreview.RoleDefinitionsClientListResponse {
					return armpreview.RoleDefinitionsClientListResponse{RoleDefinitionListResult: armpreview.RoleDefinitionListResult{Value: items}}
				})
			},
		},
	}
}

// filterOf is the filter among a list's options; a list that was asked without any option has none.
func filterOf[O any](options *O, filter func() *string) string {
	if options == nil {
		return ""
	}
	if told := filter(); told != nil {
		return *told
	}
	return ""
}

// pages are the items of one list as Microsoft's models read them, some to a page. A list that nobody put there is refused.
func pages[I any, R any](s *server, scope, list, filter string, response func([]*I) R) (answer azfake.PagerResponder[R]) {
	asked := "/" + strings.ToLower(scope)
	if scope == root {
		asked = "/"
	}
	raws, known := s.lists[place{Scope: asked, List: list, Filter: filter}]
	if !known {
		log.Printf("nothing was put at %s of %s with filter %q", list, asked, filter)
		answer.AddResponseError(http.StatusNotFound, "NotPutThere")
		return answer
	}
	items := make([]*I, 0, len(raws))
	for _, raw := range raws {
		item := new(I)
		if err := json.Unmarshal(raw, item); err != nil {
			log.Printf("%s of %s: Microsoft's model does not take %s: %v", list, asked, raw, err)
			answer.AddResponseError(http.StatusInternalServerError, "NotOfTheModel")
			return answer
		}
		if members := lost(raw, item); len(members) > 0 {
			log.Printf("%s of %s: Microsoft's model does not have %v", list, asked, members)
		}
		items = append(items, item)
	}
	for ; len(items) > s.pageSize; items = items[s.pageSize:] {
		answer.AddPage(http.StatusOK, response(items[:s.pageSize]), nil)
	}
	answer.AddPage(http.StatusOK, response(items), nil)
	return answer
}
