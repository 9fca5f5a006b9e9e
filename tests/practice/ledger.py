"""A community with an action in its ledger, for the tests of it."""


def text_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return answer.content.decode()
