"""Asks the sandbox's SSO, SSO-OIDC and STS for all that botocore's models have, and holds answers and errors to them.

Reads one line of JSON (endpoint, region, keys, token, startUrl, account, role) and prints one line of JSON for each question:
what was asked, what the model wants of the answer, and what came.
"""
import json
import sys

import botocore.config
import botocore.exceptions
import botocore.session

from ask_with_botocore import strays

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"

# Answers of the services that their models leave out: what a role that is not assigned gets, and operations that are not there.
BESIDE_THE_MODELS = {
    ("sso", "ListAccountRoles"): {"ForbiddenException": 403},
    ("sso", "GetRoleCredentials"): {"ForbiddenException": 403},
}


def report(asked, wanted, got):
    print(json.dumps({"asked": asked, "wanted": wanted, "got": got}))


def statuses(client, operation):
    """Errors that an operation may answer, with their HTTP status."""
    model = client.meta.service_model
    shapes = model.operation_model(operation).error_shapes
    modelled = {shape.error_code: shape.metadata["error"]["httpStatusCode"] for shape in shapes}
    return {**modelled, **BESIDE_THE_MODELS.get((model.service_name, operation), {})}


def members(client, operation, code):
    shapes = client.meta.service_model.operation_model(operation).error_shapes
    found = [shape for shape in shapes if shape.error_code == code]
    # A reason is told with some errors only.
    return sorted(set(found[0].members) - {"reason", "message"}) if found else []


def ask(client, operation, params, wanted=None):
    """One call; any modelled error will do unless one is wanted. Gives the output, or None."""
    name = client.meta.service_model.service_name
    asked = f"{name} {operation} with {sorted(params.items())}"
    try:
        out = client._make_api_call(operation, params)
    except botocore.exceptions.ClientError as error:
        said = error.response
        code, status = said["Error"]["Code"], said["ResponseMetadata"]["HTTPStatusCode"]
        allowed = statuses(client, operation)
        expected = wanted or (code if code in allowed else f"one of {sorted(allowed)}")
        told = [member for member in members(client, operation, code) if said.get(member)]
        report(asked, [expected, allowed.get(expected), members(client, operation, code)], [code, status, told])
        return None
    out.pop("ResponseMetadata")
    report(asked, [wanted, []], [None, list(strays(client.meta.service_model.operation_model(operation).output_shape, out,
                                                   operation)) if out else []])
    return out


def refusals(client, operation, fitting):
    """The call without each of its required members, and with each of its texts wrong."""
    shape = client.meta.service_model.operation_model(operation).input_shape
    for name in shape.required_members:
        ask(client, operation, {key: value for key, value in fitting.items() if key != name}, missing(client, operation))
    for name in fitting:
        if shape.members[name].type_name == "string":
            refused(client, operation, {**fitting, name: "no-such-value"})


def missing(client, operation):
    return "UnauthorizedException" if client.meta.service_model.service_name == "sso" and operation in (
        "ListAccounts", "Logout") else None


def refused(client, operation, params):
    """What may be anything passes; all else is an error of the model."""
    ask(client, operation, params)


def ask_oidc(oidc, world):
    registered = ask(oidc, "RegisterClient", {"clientName": "conformance", "clientType": "public",
                                              "scopes": ["sso:account:access"]})
    ask(oidc, "RegisterClient", {"clientName": "conformance", "clientType": "confidential"},
        "InvalidClientMetadataException")
    ask(oidc, "RegisterClient", {"clientName": "conformance", "clientType": "public", "grantTypes": ["password"]},
        "UnsupportedGrantTypeException")
    refusals(oidc, "RegisterClient", {"clientName": "conformance", "clientType": "public"})
    client = {"clientId": registered["clientId"], "clientSecret": registered["clientSecret"]}
    device = {**client, "startUrl": world["startUrl"]}
    ask(oidc, "StartDeviceAuthorization", {**device, "clientSecret": "wrong"}, "InvalidClientException")
    ask(oidc, "StartDeviceAuthorization", {**device, "startUrl": "https://wrong.awsapps.com/start"},
        "InvalidRequestException")
    refusals(oidc, "StartDeviceAuthorization", device)
    started = ask(oidc, "StartDeviceAuthorization", device)
    poll = {**client, "grantType": DEVICE, "deviceCode": started["deviceCode"]}
    ask(oidc, "CreateToken", poll, "AuthorizationPendingException")
    ask(oidc, "CreateToken", poll, "SlowDownException")
    ask(oidc, "CreateToken", {**poll, "clientSecret": "wrong"}, "InvalidClientException")
    ask(oidc, "CreateToken", {**poll, "grantType": "password"}, "UnsupportedGrantTypeException")
    ask(oidc, "CreateToken", {**poll, "deviceCode": "wrong"}, "InvalidGrantException")
    ask(oidc, "CreateToken", {**client, "grantType": "refresh_token", "refreshToken": "wrong"}, "InvalidGrantException")
    ask(oidc, "CreateToken", {**client, "grantType": "authorization_code", "code": "wrong"}, "InvalidGrantException")
    refusals(oidc, "CreateToken", poll)


def ask_portal(sso, world):
    token = {"accessToken": world["token"]}
    account = {**token, "accountId": world["account"]}
    role = {**account, "roleName": world["role"]}
    for operation, params in (("ListAccounts", token), ("ListAccountRoles", account), ("GetRoleCredentials", role)):
        ask(sso, operation, params)
        ask(sso, operation, {**params, "accessToken": "wrong"}, "UnauthorizedException")
        refusals(sso, operation, params)
    for size in (0, 1, 100, 101):
        ask(sso, "ListAccounts", {**token, "maxResults": size}, None if 0 < size < 101 else "InvalidRequestException")
    first = ask(sso, "ListAccounts", {**token, "maxResults": 1})
    ask(sso, "ListAccounts", {**token, "maxResults": 1, "nextToken": first["nextToken"]})
    ask(sso, "ListAccounts", {**token, "nextToken": "wrong"}, "InvalidRequestException")
    ask(sso, "GetRoleCredentials", {**role, "roleName": "NotAssigned"}, "ForbiddenException")
    ask(sso, "Logout", token)
    ask(sso, "Logout", token, "UnauthorizedException")
    ask(sso, "ListAccounts", token, "UnauthorizedException")


def main():
    world = json.loads(sys.stdin.readline())
    session = botocore.session.get_session()
    session.set_credentials(*world["keys"])
    config = botocore.config.Config(parameter_validation=False, retries={"total_max_attempts": 1})
    clients = {
        name: session.create_client(name, region_name=world["region"], endpoint_url=world["endpoint"], config=config)
        for name in ("sso-oidc", "sso", "sts")
    }
    ask(clients["sts"], "GetCallerIdentity", {})
    ask_oidc(clients["sso-oidc"], world)
    ask_portal(clients["sso"], world)


main()
