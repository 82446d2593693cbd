"""The command-line door: ``jupyter journal <verb>``, one module per verb."""
