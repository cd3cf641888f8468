"""The commands, a cog for each subject.

mypy cannot infer the union of callbacks that discord.py's hybrid decorators take (it infers `Never`): hence the
`type: ignore[arg-type]` behind them.
"""
