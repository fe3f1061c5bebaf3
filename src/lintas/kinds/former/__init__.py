"""Former versions of kinds, as they were released: dossiers that pinned one go on with it. They never change."""
