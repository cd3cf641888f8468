"""Run a module as its operator would, with discord.py's addresses turned to our own Discord."""

import os
import runpy
import sys

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

if __name__ == "__main__":
    Route.BASE = os.environ.pop("LOOPBACK_API")
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ.pop("LOOPBACK_GATEWAY"))
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
