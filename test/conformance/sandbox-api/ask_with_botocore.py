"""Asks the sandbox everything that botocore's service models forbid, and everything that they list.

Reads one line of JSON (endpoint, region, keys, node) and prints one line of JSON for each question: what was asked, what the
model wants for an answer, and what came.
"""
import json
import re
import sys

import botocore.config
import botocore.exceptions
import botocore.session

OPERATIONS = {
    "ssm": ["StartSession", "ResumeSession", "TerminateSession", "DescribeSessions", "GetConnectionStatus",
            "DescribeInstanceInformation", "GetDocument", "DescribeDocument"],
    "kms": ["GenerateDataKey", "Decrypt"],
}


def valid(shape, name, world):
    """Some value that fits."""
    if name in world:
        return world[name]
    kind = shape.type_name
    if kind == "string":
        return shape.enum[0] if shape.enum else "a" * max(1, shape.metadata.get("min", 1))
    if kind == "integer":
        return shape.metadata.get("min", 1)
    if kind == "blob":
        return b"a"
    if kind == "boolean":
        return False
    if kind == "list":
        return [valid(shape.member, "", world)]
    if kind == "map":
        return {"a": valid(shape.value, "", world)}
    return {member: valid(shape.members[member], member, world) for member in shape.required_members}


def spelled(value):
    if isinstance(value, list):
        return "[" + ", ".join(spelled(each) for each in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}={spelled(each)}" for key, each in value.items()) + "}"
    return str(value)


def constraints(shape):
    """Texts of what a value must satisfy, and one value that breaks each."""
    bounds = shape.metadata
    kind = shape.type_name
    what = "value" if kind == "integer" else "length"
    if "max" in bounds and bounds["max"] <= 100_000:
        text = f"Member must have {what} less than or equal to {bounds['max']}"
        most = bounds["max"] + 1
        if kind == "integer":
            yield text, most
        elif kind == "string":
            yield text, "a" * most
        elif kind == "list":
            yield text, [valid(shape.member, "", {}) for _ in range(most)]
    if bounds.get("min", 0) > 0:
        text = f"Member must have {what} greater than or equal to {bounds['min']}"
        least = bounds["min"] - 1
        if kind == "integer":
            yield text, least
        elif kind == "string":
            yield text, "a" * least
        elif kind == "list":
            yield text, []
    if "pattern" in bounds:
        yield "Member must satisfy regular expression pattern: " + bounds["pattern"], "\n"
    if kind == "string" and shape.enum:
        yield "Member must satisfy enum value set: [" + ", ".join(shape.enum) + "]", "no-such-value"


def lower(name):
    return name[0].lower() + name[1:]


def misfits(shape, path=()):
    """Members by path, a value that breaks one of their constraints, and the constraint."""
    if shape.type_name != "structure":
        return
    for name, member in shape.members.items():
        at = path + (name,)
        if name in shape.required_members:
            yield at, None, "Member must not be null"
        for text, value in constraints(member):
            yield at, value, text
        if member.type_name == "list" and member.member.type_name == "structure":
            yield from misfits(member.member, at + (1,))


def put(params, shape, path, value, world):
    """The parameters with one member replaced."""
    name, rest = path[0], path[1:]
    if not rest:
        changed = {key: each for key, each in params.items() if key != name}
        return changed if value is None else {**changed, name: value}
    entry = valid(shape.members[name].member, "", world)
    return {**params, name: [put(entry, shape.members[name].member, rest[1:], value, world)]}


def path_text(path):
    return ".".join(f"{part}.member" if isinstance(part, int) else lower(part) for part in path)


def answer(client, operation, params):
    try:
        out = client._make_api_call(operation, params)
        out.pop("ResponseMetadata")
        return {"status": 200, "code": None, "message": None, "output": out}
    except botocore.exceptions.ClientError as error:
        said = error.response
        return {
            "status": said["ResponseMetadata"]["HTTPStatusCode"],
            "code": said["Error"]["Code"],
            "message": said["Error"]["Message"],
        }


def strays(shape, value, path):
    """What of an answer its model does not allow."""
    if value is None:
        return
    if shape.type_name == "structure":
        for name in value:
            if name not in shape.members:
                yield f"{path}.{name} is not in the model"
            else:
                yield from strays(shape.members[name], value[name], f"{path}.{name}")
    elif shape.type_name == "list":
        for each in value:
            yield from strays(shape.member, each, path + "[]")
    elif shape.type_name == "string":
        bounds = shape.metadata
        if shape.enum and value not in shape.enum:
            yield f"{path}: {value!r} is none of {shape.enum}"
        if not bounds.get("min", 0) <= len(value) <= bounds.get("max", 1_000_000):
            yield f"{path}: {value!r} has a forbidden length"
        # Classes of Unicode are Java's; Python has none.
        pattern = bounds.get("pattern", "")
        if "\\p{" not in pattern and re.search(pattern, value) is None:
            yield f"{path}: {value!r} does not match {bounds['pattern']}"


def report(asked, wanted, got):
    got = {**got, "output": None}
    print(json.dumps({"asked": asked, "wanted": wanted, "got": got}))


def ask_misfits(client, service, world):
    for operation in OPERATIONS[service]:
        model = client.meta.service_model.operation_model(operation)
        fitting = valid(model.input_shape, "", world)
        known = {shape.name for shape in model.error_shapes}
        got = answer(client, operation, fitting)
        allowed = known | {None, "InvalidParameters", "BadRequest", "ValidationException"}
        wanted = got if got["code"] in allowed else {"code": f"one of {sorted(known)}"}
        report(f"{service} {operation} as it should be", {**wanted, "output": None}, got)
        if got["code"] is None:
            for stray in strays(model.output_shape, got["output"], operation):
                report(f"{service} {operation} answers", {"nothing": "beside the model"}, {"stray": stray})
        for path, value, constraint in misfits(model.input_shape):
            params = put(fitting, model.input_shape, path, value, world)
            quoted = "null" if value is None else f"'{spelled(value)}'"
            text = f"Value {quoted} at '{path_text(path)}' failed to satisfy constraint: {constraint}"
            got = answer(client, operation, params)
            message = got["message"] or ""
            holds = re.match(r"\d+ validation errors? detected: ", message) is not None and text in message
            wanted = {"status": 400, "code": "ValidationException", "message": message if holds else text}
            report(f"{service} {operation} with {path_text(path)}: {constraint}", {**wanted, "output": None}, got)


def ask_filters(ssm, ec2):
    """Every filter that the models list in their words is taken; another is not."""
    words = ssm.meta.service_model.shape_for("InstanceInformationStringFilter").members["Key"].documentation
    listed = re.search(r"Valid filter key values: ([^\"]+)", words).group(1)
    named = {"PingStatus": "Online", "ResourceType": "EC2Instance", "PlatformType": "Linux", "PlatformTypes": "Linux",
             "AssociationStatus": "Success", "SourceTypes": "AWS::EC2::Instance"}
    for key in [each.strip() for each in listed.split("|") if each.strip()]:
        if key == "InstanceIds":
            continue
        got = answer(ssm, "DescribeInstanceInformation", {"Filters": [{"Key": key, "Values": [named.get(key, "x")]}]})
        report(f"ssm filter {key}", {"status": 200, "code": None, "message": None, "output": None}, got)
    words = ec2.meta.service_model.operation_model("DescribeInstances").input_shape.members["Filters"].documentation
    for name in re.findall(r"<li>\s*<p>\s*<code>([^<&]+)</code>", words):
        got = answer(ec2, "DescribeInstances", {"Filters": [{"Name": name, "Values": ["x"]}]})
        report(f"ec2 filter {name}", {"status": 200, "code": None, "message": None, "output": None}, got)


def ask_examples(ssm, ec2, node):
    """What the models do not say, as the services answer it."""
    examples = [
        (ec2, "DescribeInstances", {"InstanceIds": ["i-nonsense"]}, 400, "InvalidInstanceID.Malformed"),
        (ec2, "DescribeInstances", {"InstanceIds": ["i-00000000000000000"]}, 400, "InvalidInstanceID.NotFound"),
        (ec2, "DescribeInstances", {"InstanceIds": [node], "MaxResults": 5}, 400, "InvalidParameterCombination"),
        (ec2, "DescribeInstances", {"MaxResults": 4}, 400, "InvalidParameterValue"),
        (ec2, "DescribeInstances", {"DryRun": True}, 412, "DryRunOperation"),
        (ec2, "DescribeInstances", {"Filters": [{"Name": "no-such", "Values": ["x"]}]}, 400, "InvalidParameterValue"),
        (ssm, "DescribeInstanceInformation", {"Filters": [{"Key": "PingStatus", "Values": ["Up"]}]}, 400,
         "InvalidInstanceInformationFilterValue"),
        (ssm, "DescribeInstanceInformation", {"Filters": [{"Key": "NoSuch", "Values": ["x"]}]}, 400,
         "InvalidFilterKey"),
        (ssm, "GetConnectionStatus", {"Target": 7}, 400, "SerializationException"),
    ]
    for client, operation, params, status, code in examples:
        got = answer(client, operation, params)
        report(f"{operation} with {params}", {**got, "output": None, "status": status, "code": code}, got)


def ask_containers(ecs, cluster, task):
    """ECS's model has no bounds: what it answers must be in it, and so must every error."""
    examples = [
        ("ListClusters", {}, None),
        ("ListClusters", {"maxResults": 101}, "InvalidParameterException"),
        ("ListClusters", {"nextToken": "nonsense"}, "InvalidParameterException"),
        ("DescribeClusters", {"clusters": [cluster, "nowhere"]}, None),
        ("ListServices", {"cluster": cluster}, None),
        ("ListServices", {"cluster": "nowhere"}, "ClusterNotFoundException"),
        ("DescribeServices", {"cluster": cluster, "services": ["toolbox", "nowhere"]}, None),
        ("DescribeServices", {"cluster": cluster, "services": []}, "InvalidParameterException"),
        ("ListTasks", {"cluster": cluster, "desiredStatus": "RUNNING"}, None),
        ("ListTasks", {"cluster": cluster, "serviceName": "nowhere"}, "ServiceNotFoundException"),
        ("DescribeTasks", {"cluster": cluster, "tasks": [task, "0" * 32], "include": ["TAGS"]}, None),
        ("DescribeTasks", {"cluster": cluster, "tasks": []}, "InvalidParameterException"),
        ("DescribeTaskDefinition", {"taskDefinition": f"{cluster}-toolbox"}, None),
        ("DescribeTaskDefinition", {"taskDefinition": "nowhere:1"}, "ClientException"),
        ("ExecuteCommand", {"cluster": cluster, "task": task, "command": "true", "interactive": True}, None),
        ("ExecuteCommand", {"cluster": cluster, "task": "0" * 32, "command": "true", "interactive": True},
         "InvalidParameterException"),
    ]
    for operation, params, code in examples:
        model = ecs.meta.service_model.operation_model(operation)
        got = answer(ecs, operation, params)
        known = {shape.name for shape in model.error_shapes}
        listed = code is None or code in known
        report(f"ecs {operation} with {params}", {**got, "output": None, "code": code if listed else "an error of the model"}, got)
        for stray in strays(model.output_shape, got.get("output"), operation):
            report(f"ecs {operation} answers", {"nothing": "beside the model"}, {"stray": stray})


def main():
    world = json.loads(sys.stdin.readline())
    session = botocore.session.get_session()
    session.set_credentials(*world["keys"])
    config = botocore.config.Config(parameter_validation=False, retries={"total_max_attempts": 1})
    clients = {
        name: session.create_client(name, region_name=world["region"], endpoint_url=world["endpoint"], config=config)
        for name in ("ssm", "kms", "ec2", "ecs")
    }
    ask_misfits(clients["ssm"], "ssm", {"Target": world["node"], "SessionId": world["session"],
                                        "Name": "AWS-StartSSHSession"})
    ask_misfits(clients["kms"], "kms", {"KeyId": "alias/session-manager", "NumberOfBytes": 64})
    ask_filters(clients["ssm"], clients["ec2"])
    ask_examples(clients["ssm"], clients["ec2"], world["node"])
    ask_containers(clients["ecs"], world["cluster"], world["task"])


if __name__ == "__main__":
    main()
