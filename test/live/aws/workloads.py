"""Fills one region of a moto account with everything moto knows that runs as a role, and says what is there.

usage: workloads.py ENDPOINT ACCOUNT REGION EXPECTED_FILE

The expected facts are written down beside the calls that make them true: the ARN, the kind, and the role or the profile.
"""

import base64
import io
import json
import sys
import zipfile

import boto3

endpoint, account, region, expected_file = sys.argv[1:5]
keys = boto3.client("sts", endpoint_url=endpoint, region_name=region, aws_access_key_id="x", aws_secret_access_key="x").assume_role(
    RoleArn=f"arn:aws:iam::{account}:role/fill", RoleSessionName="fill")["Credentials"]
SECRET = "hunter2-in-the-clear"
expected = []


def client(service):
    return boto3.client(service, endpoint_url=endpoint, region_name=region, aws_access_key_id=keys["AccessKeyId"],
                        aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys["SessionToken"])


def there(arn, kind, role=None, profile=None, usable=True):
    expected.append({"arn": arn, "kind": kind, "role": role, "instanceProfile": profile, "usable": usable})


def arn(service, resource):
    return f"arn:aws:{service}:{region}:{account}:{resource}"


iam = client("iam")
trust = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": [
    "lambda.amazonaws.com", "ec2.amazonaws.com", "cloudformation.amazonaws.com"]}, "Action": "sts:AssumeRole"}]})
role = iam.create_role(RoleName="runs", Path="/app/", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
profile = iam.create_instance_profile(InstanceProfileName="web", Path="/app/")["InstanceProfile"]["Arn"]
iam.add_role_to_instance_profile(InstanceProfileName="web", RoleName="runs")
iam.create_instance_profile(InstanceProfileName="empty")

code = io.BytesIO()
with zipfile.ZipFile(code, "w") as archive:
    archive.writestr("index.py", "def handler(event, context): pass")
functions = client("lambda")
for i in range(3):
    made = functions.create_function(FunctionName=f"f{i}", Runtime="python3.12", Role=role, Handler="index.handler",
                                     Code={"ZipFile": code.getvalue()}, Environment={"Variables": {"DB_PASSWORD": SECRET}})
    there(arn("lambda", f"function:f{i}"), "function", role)

ec2 = client("ec2")
image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
run = lambda **more: ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, UserData=SECRET, **more)["Instances"][0]["InstanceId"]
there(arn("ec2", f"instance/{run(IamInstanceProfile={'Arn': profile})}"), "instance", profile=profile)
there(arn("ec2", f"instance/{run()}"), "instance")
ended = run(IamInstanceProfile={"Arn": profile})
ec2.terminate_instances(InstanceIds=[ended])
# which moto takes the profile from at once
there(arn("ec2", f"instance/{ended}"), "instance", usable=False)
template = ec2.create_launch_template(LaunchTemplateName="fleet", LaunchTemplateData={
    "ImageId": image, "UserData": base64.b64encode(SECRET.encode()).decode(), "IamInstanceProfile": {"Name": "web"}})["LaunchTemplate"]["LaunchTemplateId"]
for _ in range(2):
    ec2.create_launch_template_version(LaunchTemplateId=template, LaunchTemplateData={"ImageId": image})
there(arn("ec2", f"launch-template/{template}"), "launch-template")
there(arn("ec2", f"launch-template/{template}"), "launch-template", profile=f"arn:aws:iam::{account}:instance-profile/web")

formation = client("cloudformation")
body = json.dumps({"Resources": {"t": {"Type": "AWS::SNS::Topic"}}})
secret = json.dumps({"Parameters": {"P": {"Type": "String"}}, "Resources": {"t": {"Type": "AWS::SNS::Topic"}}})
there(formation.create_stack(StackName="base", TemplateBody=secret, RoleARN=role,
                             Parameters=[{"ParameterKey": "P", "ParameterValue": SECRET}])["StackId"], "stack", role)
there(formation.create_stack(StackName="plain", TemplateBody=body)["StackId"], "stack")
formation.create_stack(StackName="gone", TemplateBody=body, RoleARN=role)
formation.delete_stack(StackName="gone")
own = formation.create_stack_set(StackSetName="own", TemplateBody=body, AdministrationRoleARN=role, ExecutionRoleName="exec")["StackSetId"]
there(arn("cloudformation", f"stackset/{own}"), "stack-set", role)
usual = formation.create_stack_set(StackSetName="usual", TemplateBody=body)["StackSetId"]
there(arn("cloudformation", f"stackset/{usual}"), "stack-set", f"arn:aws:iam::{account}:role/AWSCloudFormationStackSetAdministrationRole")
formation.create_stack_set(StackSetName="gone", TemplateBody=body)
formation.delete_stack_set(StackSetName="gone")

builds = client("codebuild")
builds.create_project(name="site", serviceRole=role, source={"type": "S3", "location": "b/k"}, artifacts={"type": "NO_ARTIFACTS"}, environment={
    "type": "LINUX_CONTAINER", "image": "x", "computeType": "BUILD_GENERAL1_SMALL",
    "environmentVariables": [{"name": "TOKEN", "value": SECRET, "type": "PLAINTEXT"}]})
there(arn("codebuild", "project/site"), "build-project", role)

client("glue").create_dev_endpoint(EndpointName="lab", RoleArn=role, Arguments={"PASSWORD": SECRET})
there(arn("glue", "devEndpoint/lab"), "dev-endpoint", role)

client("sagemaker").create_notebook_instance(NotebookInstanceName="study", InstanceType="ml.t3.medium", RoleArn=role)
there(arn("sagemaker", "notebook-instance/study"), "notebook", role)

machine = client("stepfunctions").create_state_machine(name="nightly", roleArn=role, definition=json.dumps(
    {"Comment": SECRET, "StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}))["stateMachineArn"]
there(machine, "state-machine", role)

jobs = client("batch")
definition = lambda name: jobs.register_job_definition(jobDefinitionName=name, type="container", containerProperties={
    "image": "busybox", "vcpus": 1, "memory": 128, "command": ["login", SECRET], "environment": [{"name": "P", "value": SECRET}],
    "jobRoleArn": role})["jobDefinitionArn"]
there(definition("report"), "job-definition", role)
jobs.deregister_job_definition(jobDefinition=definition("gone"))

containers = client("ecs")
containers.create_cluster(clusterName="main")
web = containers.register_task_definition(family="web", networkMode="awsvpc", requiresCompatibilities=["FARGATE"], cpu="256", memory="512",
                                          taskRoleArn=role, containerDefinitions=[
    {"name": "web", "image": "nginx", "memory": 128, "cpu": 64, "command": [SECRET], "environment": [{"name": "P", "value": SECRET}]}])["taskDefinition"]["taskDefinitionArn"]
subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
for started in containers.run_task(cluster="main", taskDefinition="web", launchType="FARGATE", count=2, networkConfiguration={
        "awsvpcConfiguration": {"subnets": [subnet], "securityGroups": [ec2.describe_security_groups()["SecurityGroups"][0]["GroupId"]]}})["tasks"]:
    # its role is told by its definition; moto ends a task once it is asked about
    there(started["taskArn"], "task", usable=False)

with open(expected_file, "w") as file:
    json.dump({"workloads": expected, "role": role, "definition": web, "profile": profile, "secret": SECRET}, file, indent=1)
