"""The demo answers, and says where it is."""

from tests.server import Server


def test_the_demo_answers_graphql(demo: Server) -> None:
    answer = demo.graphql("{ __typename }")

    assert answer.json() == {"data": {"__typename": "Query"}}
