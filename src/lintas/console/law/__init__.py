"""The law in the console: beside a draft and a dossier, and a room of its own. The engine is `lintas.law`."""
