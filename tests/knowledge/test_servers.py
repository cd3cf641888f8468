"""What is remembered of each server."""

import pytest

from knowledge.store.articles import ArticleStore
from knowledge.store.guilds import GuildStore


@pytest.fixture
def servers(store: ArticleStore) -> GuildStore:
    return GuildStore(store.database)


async def test_settings_are_kept_apart_for_each_server(servers: GuildStore) -> None:
    await servers.change("1", {"prefix": "?", "channels": [3, 4]})
    await servers.change("2", {"prefix": "$"})
    assert await servers.settings("1") == {"prefix": "?", "channels": [3, 4]}
    assert await servers.settings("2") == {"prefix": "$"}
    assert await servers.settings("3") == {}


async def test_changed_setting_replaces_the_one_before_and_no_other(servers: GuildStore) -> None:
    await servers.change("1", {"prefix": "?", "passages": 5})
    await servers.change("1", {"passages": 2, "adders": None})
    assert await servers.settings("1") == {"prefix": "?", "passages": 2, "adders": None}


async def test_reset_forgets_the_settings_named(servers: GuildStore) -> None:
    await servers.change("1", {"prefix": "?", "passages": 5})
    await servers.reset("1", ["passages", "language"])
    assert await servers.settings("1") == {"prefix": "?"}


async def test_setting_with_a_value_that_is_no_json_changes_nothing(servers: GuildStore) -> None:
    with pytest.raises(TypeError):
        await servers.change("1", {"prefix": "?", "passages": object()})
    assert await servers.settings("1") == {}
