"""The OpenAPI document is true: requests made from it are answered as it says."""

from collections.abc import Callable

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient

from lurewatch.labels import Role
from lurewatch.records import Flag, Hotspot

EXAMPLES = 12
# A schema cannot say which cursors are ours and which addresses are private.
NOT_IN_A_SCHEMA = [positive_data_acceptance]


def test_document_names_problems_and_keys(client: TestClient) -> None:
    document = client.get("/api/v1/openapi.json").json()

    assert document["openapi"].startswith("3.1")
    assert document["components"]["securitySchemes"]["ApiKey"]["scheme"] == "bearer"
    assert "Problem" in document["components"]["schemas"]
    assert "HTTPValidationError" not in str(document)


def test_answers_conform(
    client: TestClient,
    key: Callable[..., dict[str, str]],
    flag: Flag,
    hotspot: Hotspot,
) -> None:
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", client.app)
    headers = key(Role.ADMIN)
    operations = [found.ok() for found in schema.get_all_operations()]

    for operation in operations:

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(data=st.data())
        def conforms(data: st.DataObject) -> None:
            case = data.draw(operation.as_strategy())  # noqa: B023
            case.call_and_validate(headers=headers, excluded_checks=NOT_IN_A_SCHEMA)

        conforms()

    assert len(operations) >= 10
