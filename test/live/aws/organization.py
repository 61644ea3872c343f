"""Fills a moto server with an organization of six accounts, as it would have grown over a year and a half.

usage: organization.py ENDPOINT CLOCK_FILE WORLD_FILE

The server runs under libfaketime: CLOCK_FILE holds how far behind the real time it lives, and holds `+0` when the script ends, so that
sessions handed out afterwards last as long as they say. What must be found, what must not, and what there is to be asked for is written
into WORLD_FILE beside the calls that make it true; nothing of it is taken from an analysis.
"""

import json
import sys
import time
import urllib.request

import boto3

endpoint, clock_file, world_file = sys.argv[1:4]
MANAGEMENT = "111122223333"
VENDOR = "999988887777"
REGION = "us-east-1"
EXTERNAL_ID = "vestige-4711"
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
owner = [{"Key": "owner", "Value": "platform"}]
world = {"findings": [], "clean": [], "paths": [], "accounts": {}, "externalId": EXTERNAL_ID, "management": MANAGEMENT, "region": REGION}


def ago(days):
    """The server's clock from now on: so many days before the real time."""
    with open(clock_file, "w") as file:
        file.write(f"-{days}d\n" if days > 0 else "+0\n")
    # libfaketime reads the file at each call; the write has to have reached it.
    time.sleep(0.02)


sessions = {}


def client(service, account, **keys):
    if not keys:
        if account not in sessions:
            sts = boto3.client("sts", endpoint_url=endpoint, region_name=REGION, aws_access_key_id="x", aws_secret_access_key="x")
            sessions[account] = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/fill", RoleSessionName="fill")["Credentials"]
        c = sessions[account]
        keys = dict(aws_access_key_id=c["AccessKeyId"], aws_secret_access_key=c["SecretAccessKey"], aws_session_token=c["SessionToken"])
    return boto3.client(service, endpoint_url=endpoint, region_name=REGION, **keys)


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action, **more):
    return {"Effect": "Deny", "Action": action, "Resource": "*", **more}


def trust(principal, action="sts:AssumeRole", **more):
    return document({"Effect": "Allow", "Principal": principal, "Action": action, **more})


# moto starts without AWS's own policies: it would send all 1,485 of them with the details of every account, AWS only those in use.
EVERYTHING = document(allow("*"))


def user_arn(account, name):
    return f"arn:aws:iam::{account}:user/{name}"


def role_arn(account, name):
    return f"arn:aws:iam::{account}:role/{name}"


def finds(rule, subject):
    world["findings"].append({"rule": rule, "subject": subject})


def clean(subject, *rules):
    """None of these rules may speak of the subject."""
    world["clean"].append({"subject": subject, "rules": list(rules)})


def path(identity, capability, persistence, account):
    world["paths"].append({"identity": identity, "capability": capability, "scope": f"aws:{account}", "persistence": persistence})


# ---- The organization: root > workloads > experiments, and security.
ago(500)
# Ids come out the same each time.
urllib.request.urlopen(urllib.request.Request(f"{endpoint}/moto-api/seed?a=4711", method="POST")).read()
org = client("organizations", MANAGEMENT)
world["organization"] = org.create_organization(FeatureSet="ALL")["Organization"]["Id"]
root = org.list_roots()["Roots"][0]["Id"]
for kind in ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"):
    org.enable_policy_type(RootId=root, PolicyType=kind)


def unit(name, parent):
    return org.create_organizational_unit(ParentId=parent, Name=name)["OrganizationalUnit"]["Id"]


workloads = unit("workloads", root)
experiments = unit("experiments", workloads)
security_unit = unit("security", root)


def member(name, parent):
    made = org.create_account(AccountName=name, Email=f"{name}@example.com")["CreateAccountStatus"]["AccountId"]
    org.move_account(AccountId=made, SourceParentId=root, DestinationParentId=parent)
    return made


PROD = member("prod", workloads)
STAGING = member("staging", workloads)
SANDBOX = member("sandbox", experiments)
SECURITY = member("security", security_unit)
CLOSED = member("closed", workloads)
ENTERED = [MANAGEMENT, PROD, STAGING, SANDBOX, SECURITY]
world["names"] = {"prod": PROD, "staging": STAGING, "sandbox": SANDBOX, "security": SECURITY, "closed": CLOSED}


def policy(name, kind, content, target):
    made = org.create_policy(Name=name, Description=name, Type=kind, Content=content)["Policy"]["PolicySummary"]["Id"]
    org.attach_policy(PolicyId=made, TargetId=target)
    return made


SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
policy("stay-in-organization", SCP, document(deny("organizations:LeaveOrganization")), root)
policy("no-control-in-experiments", SCP, document(deny(["iam:*", "organizations:*", "sts:AssumeRole", "sso:*", "account:*"])), experiments)
policy("no-audit-changes", SCP, document(deny(["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"])), PROD)
policy("own-people-only", RCP, document({
    "Effect": "Deny", "Principal": "*", "Action": "secretsmanager:*", "Resource": "*",
    "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": world["organization"]}, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}},
}), workloads)
org.enable_aws_service_access(ServicePrincipal="sso.amazonaws.com")
org.enable_aws_service_access(ServicePrincipal="access-analyzer.amazonaws.com")
org.register_delegated_administrator(AccountId=SECURITY, ServicePrincipal="access-analyzer.amazonaws.com")
org.close_account(AccountId=CLOSED)

# ---- Whom the scan uses: a role of the management account, and one in each account with an external id.
for account in ENTERED:
    iam = client("iam", account)
    iam.create_role(RoleName="vestige-audit", Tags=owner, AssumeRolePolicyDocument=trust(
        {"AWS": role_arn(MANAGEMENT, "vestige-hub")}, Condition={"StringEquals": {"sts:ExternalId": EXTERNAL_ID}}))
    clean(role_arn(account, "vestige-audit"), "trust-to-foreign-account", "trust-without-external-id")
client("iam", MANAGEMENT).create_role(RoleName="vestige-hub", Tags=owner, AssumeRolePolicyDocument=trust({"AWS": role_arn(MANAGEMENT, "runner")}))

# ---- People and machines of production.
iam = client("iam", PROD)
iam.create_group(GroupName="admins")
iam.put_group_policy(GroupName="admins", PolicyName="all", PolicyDocument=EVERYTHING)
iam.create_user(UserName="ann", Tags=owner)
iam.add_user_to_group(GroupName="admins", UserName="ann")
iam.create_login_profile(UserName="ann", Password="Not-a-real-0ne!")
finds("standing-administrator", user_arn(PROD, "ann"))
finds("password-without-mfa", user_arn(PROD, "ann"))
path(user_arn(PROD, "ann"), "administer", "standing", PROD)
clean(user_arn(PROD, "ann"), "no-owner", "access-key-over-age")

iam.create_user(UserName="mfa-ann", Tags=owner)
iam.create_login_profile(UserName="mfa-ann", Password="Not-a-real-0ne!")
serial = iam.create_virtual_mfa_device(VirtualMFADeviceName="mfa-ann")["VirtualMFADevice"]["SerialNumber"]
iam.enable_mfa_device(UserName="mfa-ann", SerialNumber=serial, AuthenticationCode1="234567", AuthenticationCode2="987654")
clean(user_arn(PROD, "mfa-ann"), "password-without-mfa", "standing-administrator")

iam.create_user(UserName="deploy-bot")
old = iam.create_access_key(UserName="deploy-bot")["AccessKey"]
iam.put_user_policy(UserName="deploy-bot", PolicyName="iam", PolicyDocument=document(allow("iam:*")))
# Nobody calls it an administrator, and it may make itself one.
finds("standing-administrator", user_arn(PROD, "deploy-bot"))
finds("access-key-over-age", user_arn(PROD, "deploy-bot"))
finds("no-owner", user_arn(PROD, "deploy-bot"))
path(user_arn(PROD, "deploy-bot"), "grant-privilege", "standing", PROD)
path(user_arn(PROD, "deploy-bot"), "administer", "standing", PROD)
# Two whose rights over others gain them nothing more.
iam.create_user(UserName="group-writer", Tags=owner)
iam.put_user_policy(UserName="group-writer", PolicyName="iam", PolicyDocument=document(allow("iam:PutGroupPolicy", f"arn:aws:iam::{PROD}:group/readers")))
finds("standing-grant-privilege", user_arn(PROD, "group-writer"))
iam.create_user(UserName="key-maker", Tags=owner)
iam.put_user_policy(UserName="key-maker", PolicyName="iam", PolicyDocument=document(allow("iam:CreateAccessKey", user_arn(PROD, "committer"))))
finds("standing-mint-credential", user_arn(PROD, "key-maker"))
clean(user_arn(PROD, "key-maker"), "standing-administrator")
PUBLIC_KEY = ("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDQMc6IdwMJ8DMjRzBJYJuyaNBxOKC9bOgPOqGcZ2lwyNYFEGnuzGBWRXXJ"
              "rVnHcjzGvUqHBDRBuN0cQZ3XPgQ8wZpYQUyTZUyqy5DXj4VtMtgqgWVzWWVAkk5lBMQYGLSKf0VKpHhvM3dmbB1yYXwJ example")
iam.create_user(UserName="committer", Tags=owner)
iam.upload_ssh_public_key(UserName="committer", SSHPublicKeyBody=PUBLIC_KEY)
finds("ssh-key-long-lived", user_arn(PROD, "committer"))

ago(300)
iam.create_access_key(UserName="deploy-bot")
finds("access-key-never-used", user_arn(PROD, "deploy-bot"))
finds("access-key-two-active", user_arn(PROD, "deploy-bot"))

ago(250)
iam.create_user(UserName="retired", Tags=owner)
kept = iam.create_access_key(UserName="retired")["AccessKey"]["AccessKeyId"]
iam.update_access_key(UserName="retired", AccessKeyId=kept, Status="Inactive")
finds("access-key-inactive-kept", user_arn(PROD, "retired"))
clean(user_arn(PROD, "retired"), "access-key-over-age", "access-key-unused")

iam.create_open_id_connect_provider(Url="https://token.actions.githubusercontent.com", ClientIDList=["sts.amazonaws.com"], ThumbprintList=["0" * 40])
github = f"arn:aws:iam::{PROD}:oidc-provider/token.actions.githubusercontent.com"
SUB, AUD = "token.actions.githubusercontent.com:sub", "token.actions.githubusercontent.com:aud"
iam.create_role(RoleName="ci-open", Tags=owner, AssumeRolePolicyDocument=trust({"Federated": github}, "sts:AssumeRoleWithWebIdentity", Condition={
    "StringEquals": {AUD: "sts.amazonaws.com"}, "StringLike": {SUB: "repo:*"}}))
iam.put_role_policy(RoleName="ci-open", PolicyName="all", PolicyDocument=EVERYTHING)
finds("trust-open-to-any-subject", role_arn(PROD, "ci-open"))
finds("standing-administrator", role_arn(PROD, "ci-open"))
iam.create_role(RoleName="ci-exact", Tags=owner, AssumeRolePolicyDocument=trust({"Federated": github}, "sts:AssumeRoleWithWebIdentity", Condition={
    "StringEquals": {AUD: "sts.amazonaws.com", SUB: "repo:acme/site:ref:refs/heads/main"}}))
clean(role_arn(PROD, "ci-exact"), "trust-open-to-any-subject", "standing-administrator", "no-owner")
iam.create_role(RoleName="vendor", Tags=owner, AssumeRolePolicyDocument=trust({"AWS": f"arn:aws:iam::{VENDOR}:root"}))
iam.put_role_policy(RoleName="vendor", PolicyName="read", PolicyDocument=document(allow("secretsmanager:GetSecretValue")))
finds("trust-to-foreign-account", role_arn(PROD, "vendor"))
finds("trust-without-external-id", role_arn(PROD, "vendor"))
iam.create_role(RoleName="responder", Tags=owner, AssumeRolePolicyDocument=trust({"AWS": role_arn(SECURITY, "on-call")}))
iam.put_role_policy(RoleName="responder", PolicyName="all", PolicyDocument=EVERYTHING)
# The organization is known: an account of it is no stranger.
clean(role_arn(PROD, "responder"), "trust-to-foreign-account", "trust-without-external-id")

# ---- Security: on call across accounts.
security = client("iam", SECURITY)
security.create_role(RoleName="on-call", Tags=owner, AssumeRolePolicyDocument=trust({"AWS": f"arn:aws:iam::{SECURITY}:root"}))
security.put_role_policy(RoleName="on-call", PolicyName="go", PolicyDocument=document(allow("sts:AssumeRole", role_arn(PROD, "responder"))))
security.create_user(UserName="farah", Tags=owner)
security.put_user_policy(UserName="farah", PolicyName="go", PolicyDocument=document(allow("sts:AssumeRole", role_arn(SECURITY, "on-call"))))
finds("standing-administrator", user_arn(SECURITY, "farah"))
path(user_arn(SECURITY, "farah"), "administer", "standing", PROD)

# ---- Sandbox: an administrator whom the organization's policy keeps from control.
sandbox = client("iam", SANDBOX)
sandbox.create_user(UserName="tinkerer", Tags=owner)
sandbox.put_user_policy(UserName="tinkerer", PolicyName="all", PolicyDocument=EVERYTHING)
sandbox.create_access_key(UserName="tinkerer")
clean(user_arn(SANDBOX, "tinkerer"), "standing-grant-privilege", "standing-mint-credential")

# ---- Staging: a SAML provider of its own, and a user who is nobody special.
staging = client("iam", STAGING)
METADATA = '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com"/>' + " " * 1000
staging.create_saml_provider(Name="corporate", SAMLMetadataDocument=METADATA)
ago(20)
staging.create_user(UserName="exporter", Tags=owner)
young = staging.create_access_key(UserName="exporter")["AccessKey"]
staging.put_user_policy(UserName="exporter", PolicyName="put", PolicyDocument=document(allow("s3:PutObject", "arn:aws:s3:::invoices/*")))
clean(user_arn(STAGING, "exporter"), "standing-administrator", "standing-grant-privilege", "access-key-over-age", "access-key-never-used",
      "access-key-unused", "no-owner")

# ---- IAM Identity Center of the management account.
ago(400)
sso = client("sso-admin", MANAGEMENT)
people = client("identitystore", MANAGEMENT)
instance = sso.list_instances()["Instances"][0]
store = instance["IdentityStoreId"]
IN = dict(InstanceArn=instance["InstanceArn"])


def person(name):
    return people.create_user(IdentityStoreId=store, UserName=name, DisplayName=name, Name={"GivenName": name, "FamilyName": "Example"},
                              Emails=[{"Value": f"{name}@example.com", "Primary": True}])["UserId"]


def team(name, *members):
    made = people.create_group(IdentityStoreId=store, DisplayName=name, Description=name)["GroupId"]
    for each in members:
        people.create_group_membership(IdentityStoreId=store, GroupId=made, MemberId={"UserId": each})
    return made


def person_arn(user):
    return f"arn:aws:identitystore:::user/{user}"


mia, noa, lee, guest = person("mia"), person("noa"), person("lee"), person("guest")
platform, readers = team("platform", mia, noa), team("readers", guest)


def permission_set(name, duration):
    return sso.create_permission_set(Name=name, SessionDuration=duration, **IN)["PermissionSet"]["PermissionSetArn"]


administrators = permission_set("Administrators", "PT4H")
sso.attach_managed_policy_to_permission_set(PermissionSetArn=administrators, ManagedPolicyArn=ADMIN, **IN)
support = permission_set("Support", "PT1H")
sso.put_inline_policy_to_permission_set(PermissionSetArn=support, InlinePolicy=document(allow("iam:CreateAccessKey")), **IN)
deploy = permission_set("Deploy", "PT8H")
sso.attach_customer_managed_policy_reference_to_permission_set(
    PermissionSetArn=deploy, CustomerManagedPolicyReference={"Name": "deploy-rights", "Path": "/"}, **IN)
unused = permission_set("Unused", "PT1H")
sets = {"Administrators": administrators, "Support": support, "Deploy": deploy, "Unused": unused}


assigned = []


def assign(name, account, kind, principal):
    assigned.append({"set": sets[name], "account": account})
    sso.create_account_assignment(PermissionSetArn=sets[name], TargetType="AWS_ACCOUNT", TargetId=account, PrincipalType=kind, PrincipalId=principal, **IN)


def reserved(name, account, digits):
    """The role that Identity Center makes in an account for a permission set; moto makes none."""
    iam = client("iam", account)
    role = f"AWSReservedSSO_{name}_{digits}"
    provider = f"arn:aws:iam::{account}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE"
    iam.create_role(RoleName=role, Path="/aws-reserved/sso.amazonaws.com/", MaxSessionDuration=43200, AssumeRolePolicyDocument=trust(
        {"Federated": provider}, ["sts:AssumeRoleWithSAML", "sts:TagSession"],
        Condition={"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}))
    return iam, role, f"arn:aws:iam::{account}:role/aws-reserved/sso.amazonaws.com/{role}"


for account in (MANAGEMENT, PROD, STAGING, SANDBOX):
    client("iam", account).create_saml_provider(Name="AWSSSO_0123456789abcdef_DO_NOT_DELETE", SAMLMetadataDocument=METADATA)

# mia and noa administer production through their team.
assign("Administrators", PROD, "GROUP", platform)
iam, role, arn = reserved("Administrators", PROD, "0011223344556677")
iam.put_role_policy(RoleName=role, PolicyName="all", PolicyDocument=EVERYTHING)
for each in (mia, noa):
    finds("standing-administrator", person_arn(each))
    path(person_arn(each), "administer", "standing", PROD)
world["center"] = {"user": person_arn(mia), "group": f"arn:aws:identitystore:::group/{platform}", "role": arn, "sessionSeconds": 4 * 3600}
clean(person_arn(guest), "standing-administrator", "standing-grant-privilege", "standing-mint-credential")

# lee may make keys in staging, by himself.
assign("Support", STAGING, "USER", lee)
iam, role, arn = reserved("Support", STAGING, "8899aabbccddeeff")
iam.put_role_policy(RoleName=role, PolicyName="AwsSSOInlinePolicy", PolicyDocument=document(allow("iam:CreateAccessKey")))
finds("standing-mint-credential", person_arn(lee))
clean(person_arn(lee), "standing-administrator")

# A set that hands out the accounts' own policy.
assign("Deploy", SANDBOX, "GROUP", platform)
iam, role, arn = reserved("Deploy", SANDBOX, "1111222233334444")
made = iam.create_policy(PolicyName="deploy-rights", PolicyDocument=document(allow("s3:PutObject")))["Policy"]["Arn"]
iam.attach_role_policy(RoleName=role, PolicyArn=made)

# A role left behind: nothing is assigned that leads to it.
iam, role, arn = reserved("Unused", STAGING, "5555666677778888")
iam.put_role_policy(RoleName=role, PolicyName="all", PolicyDocument=EVERYTHING)
finds("reserved-role-unassigned", arn)

# Edited and not provisioned. moto does not look at the status asked for: a set that it was told to provision is provisioned in its own
# account, whatever the status, so it answers that the management account lacks the newest version of this one.
assign("Support", MANAGEMENT, "USER", lee)
iam, role, arn = reserved("Support", MANAGEMENT, "9999aaaabbbbcccc")
iam.put_role_policy(RoleName=role, PolicyName="AwsSSOInlinePolicy", PolicyDocument=document(allow("iam:CreateAccessKey")))
sso.provision_permission_set(PermissionSetArn=support, TargetType="ALL_PROVISIONED_ACCOUNTS", **IN)
sso.update_permission_set(PermissionSetArn=support, SessionDuration="PT1H", Description="edited", **IN)
finds("permission-set-not-provisioned", arn)

# ---- Secrets and keys of production and staging, in one region.
ago(200)
secrets = client("secretsmanager", PROD)
rotated = secrets.create_secret(Name="rotated", SecretString="not a secret")["ARN"]
secrets.put_resource_policy(SecretId=rotated, ResourcePolicy=document({
    "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{VENDOR}:root"}, "Action": "secretsmanager:GetSecretValue", "Resource": "*"}))
secrets.create_secret(Name="still", SecretString="not a secret")
kms = client("kms", PROD)
key = kms.create_key(Description="orders")["KeyMetadata"]
kms.create_grant(KeyId=key["KeyId"], GranteePrincipal=role_arn(PROD, "vendor"), Operations=["Decrypt", "DescribeKey"])
client("kms", STAGING).create_key(Description="staging")

# ---- Use, so that last-used is what it is on the wire.
ago(1)
for account, used in ((PROD, old), (STAGING, young)):
    client("s3", account, aws_access_key_id=used["AccessKeyId"], aws_secret_access_key=used["SecretAccessKey"]).list_buckets()
ago(0)

# ---- What there is to ask for, told by the system itself with another client.
sessions.clear()
for account in ENTERED:
    iam = client("iam", account)
    users = [each["UserName"] for each in iam.list_users()["Users"]]
    world["accounts"][account] = {
        "users": users,
        "keys": {user: [key["AccessKeyId"] for key in iam.list_access_keys(UserName=user)["AccessKeyMetadata"]] for user in users},
        "roles": [each["Arn"] for each in iam.list_roles()["Roles"]],
        "oidc": [each["Arn"] for each in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]],
        "saml": [each["Arn"] for each in iam.list_saml_providers()["SAMLProviderList"]],
        "certificates": {user: len(iam.list_signing_certificates(UserName=user)["Certificates"]) for user in users},
        "secrets": [each["ARN"] for each in client("secretsmanager", account).list_secrets()["SecretList"]],
        "kmsKeys": [each["KeyArn"] for each in client("kms", account).list_keys()["Keys"]],
    }
world["units"] = [root, workloads, experiments, security_unit]
world["closed"] = [CLOSED]
world["policies"] = {kind: [each["Id"] for each in org.list_policies(Filter=kind)["Policies"]] for kind in (SCP, RCP)}
world["delegated"] = [SECURITY]
world["identityCenter"] = {"sets": list(sets.values()), "users": [mia, noa, lee, guest], "groups": [platform, readers], "assignedGroups": [platform]}
world["assigned"] = assigned

with open(world_file, "w") as file:
    json.dump(world, file, indent=1)
