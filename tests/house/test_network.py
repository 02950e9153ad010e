"""No test may use the network: the guard itself works."""

from __future__ import annotations

import socket
import urllib.request

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443)])
@pytest.mark.parametrize("how", ["connect", "connect_ex"])
def test_a_connection_beyond_this_machine_fails(address: tuple[str, int], how: str) -> None:
    with (
        socket.socket() as guarded,
        pytest.raises(AssertionError, match="no test may use the network"),
    ):
        getattr(guarded, how)(address)


def test_datagrams_and_name_lookups_fail() -> None:
    with (
        socket.socket(type=socket.SOCK_DGRAM) as guarded,
        pytest.raises(AssertionError, match="no test may use the network"),
    ):
        guarded.sendto(b"?", ("192.0.2.1", 53))
    with pytest.raises(AssertionError, match="no test may use the network"):
        urllib.request.urlopen("http://example.org/")


def test_this_machine_can_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        assert client.getpeername() == server.getsockname()
