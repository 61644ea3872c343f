"""Fills a moto server with an estate of two accounts, as it would have grown over the years, and says what is true of it.

usage: fill.py ENDPOINT CLOCK_FILE EXPECTED_FILE

The server runs under libfaketime and reads the time from CLOCK_FILE, so a key made "in 2025" really has that date on the wire.
The expected answers are written down here, beside the calls that make them true, and not taken from any analysis.
"""

import json
import sys
import time

import boto3

endpoint, clock_file, expected_file = sys.argv[1:4]
PROD, SHARED = "111122223333", "444455556666"
VENDOR, FRIEND = "999988887777", "555566667777"
expected = {"findings": [], "clean": [], "paths": [], "now": "2026-11-21T12:00:00Z"}


def at(moment):
    with open(clock_file, "w") as file:
        file.write("@" + moment + "\n")
    time.sleep(0.05)


def client(service, account, **keys):
    if not keys:
        sts = boto3.client("sts", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
        c = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/fill", RoleSessionName="fill")["Credentials"]
        keys = dict(aws_access_key_id=c["AccessKeyId"], aws_secret_access_key=c["SecretAccessKey"], aws_session_token=c["SessionToken"])
    return boto3.client(service, endpoint_url=endpoint, region_name="us-east-1", **keys)


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def trust(principal, action="sts:AssumeRole", **more):
    return document({"Effect": "Allow", "Principal": principal, "Action": action, **more})


def user_arn(name, account=PROD):
    return f"arn:aws:iam::{account}:user/{name}"


def role_arn(name, account=PROD):
    return f"arn:aws:iam::{account}:role/{name}"


def finds(rule, subject):
    expected["findings"].append({"rule": rule, "subject": subject})


def clean(subject, *rules):
    """None of these rules may speak of the subject."""
    expected["clean"].append({"subject": subject, "rules": list(rules)})


def path(identity, capability, persistence, scope=f"aws:{PROD}"):
    expected["paths"].append({"identity": identity, "capability": capability, "scope": scope, "persistence": persistence})


ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
owner = [{"Key": "owner", "Value": "platform"}]

at("2023-03-01 09:00:00")
iam = client("iam", PROD)
shared = client("iam", SHARED)
sts = client("sts", PROD)

# A person who administers through a group, with a password.
iam.create_group(GroupName="admins")
iam.attach_group_policy(GroupName="admins", PolicyArn=ADMIN)
iam.create_user(UserName="ann", Tags=owner)
iam.add_user_to_group(GroupName="admins", UserName="ann")
iam.create_login_profile(UserName="ann", Password="Not-a-real-0ne!")
finds("standing-administrator", user_arn("ann"))
finds("password-without-mfa", user_arn("ann"))
path(user_arn("ann"), "administer", "standing")
clean(user_arn("ann"), "no-owner", "access-key-over-age")

# A machine with an old key that is still used, and one that never was.
iam.create_user(UserName="deploy-bot")
old = iam.create_access_key(UserName="deploy-bot")["AccessKey"]
iam.put_user_policy(UserName="deploy-bot", PolicyName="iam", PolicyDocument=document(allow("iam:*")))
# Nobody calls it an administrator, and it may make itself one.
finds("standing-administrator", user_arn("deploy-bot"))
finds("access-key-over-age", user_arn("deploy-bot"))
finds("no-owner", user_arn("deploy-bot"))
path(user_arn("deploy-bot"), "grant-privilege", "standing")
path(user_arn("deploy-bot"), "administer", "standing")
clean(user_arn("deploy-bot"), "password-without-mfa")
# Two whose rights over others gain them nothing more.
iam.create_user(UserName="group-writer", Tags=owner)
iam.put_user_policy(UserName="group-writer", PolicyName="iam", PolicyDocument=document(allow("iam:PutGroupPolicy", f"arn:aws:iam::{PROD}:group/readers")))
finds("standing-grant-privilege", user_arn("group-writer"))
iam.create_user(UserName="key-maker", Tags=owner)
iam.put_user_policy(UserName="key-maker", PolicyName="iam", PolicyDocument=document(allow("iam:CreateAccessKey", user_arn("exporter"))))
finds("standing-mint-credential", user_arn("key-maker"))
clean(user_arn("key-maker"), "standing-administrator")
at("2024-06-01 09:00:00")
iam.create_access_key(UserName="deploy-bot")
finds("access-key-never-used", user_arn("deploy-bot"))
finds("access-key-two-active", user_arn("deploy-bot"))

# A user without privilege and with a young key, used: nothing to say.
at("2026-10-20 09:00:00")
iam.create_user(UserName="exporter", Tags=owner)
young = iam.create_access_key(UserName="exporter")["AccessKey"]
iam.put_user_policy(UserName="exporter", PolicyName="put", PolicyDocument=document(allow("s3:PutObject", "arn:aws:s3:::invoices/*")))
clean(user_arn("exporter"), "standing-administrator", "standing-grant-privilege", "access-key-over-age", "access-key-never-used", "access-key-unused", "no-owner")

# A key switched off and kept.
at("2024-01-10 09:00:00")
iam.create_user(UserName="retired", Tags=owner)
kept = iam.create_access_key(UserName="retired")["AccessKey"]["AccessKeyId"]
iam.update_access_key(UserName="retired", AccessKeyId=kept, Status="Inactive")
finds("access-key-inactive-kept", user_arn("retired"))
clean(user_arn("retired"), "access-key-over-age", "access-key-unused")

# Time-bound administration, by every form: running, over, and over-long.
window = lambda **condition: document(allow("*", Condition=condition))
iam.create_user(UserName="contractor", Tags=owner)
iam.put_user_policy(UserName="contractor", PolicyName="w", PolicyDocument=document(allow("*", Condition={
    "DateGreaterThan": {"aws:CurrentTime": "2026-11-10T00:00:00Z"}, "DateLessThan": {"aws:CurrentTime": "2026-11-28T00:00:00Z"}})))
path(user_arn("contractor"), "administer", "time-bound")
clean(user_arn("contractor"), "standing-administrator", "expired-window-attached", "window-over-long")
iam.create_user(UserName="gone-contractor", Tags=owner)
iam.put_user_policy(UserName="gone-contractor", PolicyName="w", PolicyDocument=window(DateLessThan={"aws:CurrentTime": "2025-07-01T00:00:00Z"}))
finds("expired-window-attached", user_arn("gone-contractor"))
clean(user_arn("gone-contractor"), "standing-administrator")
iam.create_user(UserName="long-contractor", Tags=owner)
iam.put_user_policy(UserName="long-contractor", PolicyName="w", PolicyDocument=document(allow("*", Condition={
    "DateGreaterThan": {"aws:CurrentTime": "2026-01-01T00:00:00Z"}, "NumericLessThan": {"aws:EpochTime": "1830297600"}})))  # 2028-01-01
finds("window-over-long", user_arn("long-contractor"))
finds("standing-administrator", user_arn("long-contractor"))

# What looks like administration and is denied.
iam.create_user(UserName="fenced", Tags=owner)
iam.attach_user_policy(UserName="fenced", PolicyArn=ADMIN)
iam.put_user_policy(UserName="fenced", PolicyName="fence", PolicyDocument=document({"Effect": "Deny", "Action": ["iam:*", "organizations:*", "sts:*", "sso:*", "account:*"], "Resource": "*"}))
clean(user_arn("fenced"), "standing-grant-privilege", "standing-mint-credential")

# Roles: a vendor without external id, one with, a friend nobody configured, a deleted principal, any GitHub repository.
secrets = document(allow("secretsmanager:GetSecretValue"))
iam.create_role(RoleName="vendor", AssumeRolePolicyDocument=trust({"AWS": f"arn:aws:iam::{VENDOR}:root"}), Tags=owner)
iam.put_role_policy(RoleName="vendor", PolicyName="read", PolicyDocument=secrets)
finds("trust-to-foreign-account", role_arn("vendor"))
finds("trust-without-external-id", role_arn("vendor"))
finds("standing-read-secrets", role_arn("vendor"))
finds("role-never-used", role_arn("vendor"))
path(f"arn:aws:iam::{VENDOR}:root", "read-secrets", "standing")
iam.create_role(RoleName="vendor-id", AssumeRolePolicyDocument=trust({"AWS": f"arn:aws:iam::{FRIEND}:root"}, Condition={"StringEquals": {"sts:ExternalId": "k-71"}}), Tags=owner)
finds("trust-to-foreign-account", role_arn("vendor-id"))
clean(role_arn("vendor-id"), "trust-without-external-id")
iam.create_role(RoleName="leftover", AssumeRolePolicyDocument=trust({"AWS": "AIDAEXAMPLEGONE23456"}), Tags=owner)
finds("trust-to-deleted-principal", role_arn("leftover"))
issuer = f"arn:aws:iam::{PROD}:oidc-provider/token.actions.githubusercontent.com"
iam.create_open_id_connect_provider(Url="https://token.actions.githubusercontent.com", ClientIDList=["sts.amazonaws.com"], ThumbprintList=["0" * 40])
web = "sts:AssumeRoleWithWebIdentity"
aud = {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}
sub = "token.actions.githubusercontent.com:sub"
iam.create_role(RoleName="ci-open", AssumeRolePolicyDocument=trust({"Federated": issuer}, web, Condition={"StringEquals": aud, "StringLike": {sub: "repo:*"}}), Tags=owner)
iam.attach_role_policy(RoleName="ci-open", PolicyArn=ADMIN)
finds("trust-open-to-any-subject", role_arn("ci-open"))
finds("standing-administrator", role_arn("ci-open"))
iam.create_role(RoleName="ci-exact", AssumeRolePolicyDocument=trust({"Federated": issuer}, web, Condition={"StringEquals": {**aud, sub: "repo:acme/site:ref:refs/heads/main"}}), Tags=owner)
clean(role_arn("ci-exact"), "trust-open-to-any-subject", "standing-administrator", "no-owner")

# Across two accounts that both are read: on-call in the shared account may become administrator in production.
shared.create_role(RoleName="on-call", AssumeRolePolicyDocument=trust({"AWS": f"arn:aws:iam::{SHARED}:root"}), Tags=owner)
shared.put_role_policy(RoleName="on-call", PolicyName="go", PolicyDocument=document(allow("sts:AssumeRole", role_arn("responder"))))
shared.create_user(UserName="farah", Tags=owner)
shared.put_user_policy(UserName="farah", PolicyName="go", PolicyDocument=document(allow("sts:AssumeRole", role_arn("on-call", SHARED))))
shared.create_user(UserName="bystander", Tags=owner)
iam.create_role(RoleName="responder", AssumeRolePolicyDocument=trust({"AWS": role_arn("on-call", SHARED)}), Tags=owner)
iam.attach_role_policy(RoleName="responder", PolicyArn=ADMIN)
path(user_arn("farah", SHARED), "administer", "standing")
path(role_arn("on-call", SHARED), "administer", "standing")
finds("standing-administrator", user_arn("farah", SHARED))
clean(role_arn("responder"), "trust-to-foreign-account", "trust-without-external-id")
clean(user_arn("bystander", SHARED), "standing-administrator")

# A managed policy whose default version is harmless and an older one is not: what counts is the default.
made = iam.create_policy(PolicyName="was-admin", PolicyDocument=document(allow("*")))["Policy"]["Arn"]
iam.create_policy_version(PolicyArn=made, PolicyDocument=document(allow("s3:ListAllMyBuckets")), SetAsDefault=True)
iam.create_user(UserName="tamed", Tags=owner)
iam.attach_user_policy(UserName="tamed", PolicyArn=made)
clean(user_arn("tamed"), "standing-administrator")

# A role capped by its boundary.
cap = iam.create_policy(PolicyName="cap", PolicyDocument=document(allow(["s3:*", "ec2:*"])))["Policy"]["Arn"]
iam.create_role(RoleName="capped", AssumeRolePolicyDocument=trust({"Service": "ec2.amazonaws.com"}), PermissionsBoundary=cap, Tags=owner)
iam.attach_role_policy(RoleName="capped", PolicyArn=ADMIN)
clean(role_arn("capped"), "standing-administrator", "standing-grant-privilege")

# Use, so that last-used is what it is on the wire.
at("2026-11-20 08:00:00")
for key in (old, young):
    client("s3", PROD, aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"]).list_buckets()
clean(user_arn("exporter"), "access-key-unused")
at("2026-11-21 12:00:00")

with open(expected_file, "w") as file:
    json.dump(expected, file, indent=1)
