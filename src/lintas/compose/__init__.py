"""The one place where ports meet adapters: folders, settings, the node built from them, and it in service."""
