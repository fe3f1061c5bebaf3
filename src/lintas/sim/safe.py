"""What a simulated machine keeps beside its store: keys, chunks of files, mail of others. All is durable at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from lintas.node.key_module import KeyModule
from lintas.node.ports import Epoch, Letter, StoreFull


class Safe:
    """The port `Vault`. `on_step` as for the disk."""

    def __init__(self, on_step: Callable[[str], None] = lambda point: None) -> None:
        """Empty."""
        self._on_step = on_step
        self.module: KeyModule | None = None
        self._secrets: dict[str, bytes] = {}
        self._epochs: dict[bytes, dict[bytes, Epoch]] = {}

    def backup(self) -> Safe:
        """What a backup holds that is made now."""
        copied = Safe(self._on_step)
        copied.restore(self)
        return copied

    def restore(self, backup: Safe) -> None:
        """Go back to a backup."""
        self._secrets = dict(backup._secrets)
        self._epochs = {dossier: dict(epochs) for dossier, epochs in backup._epochs.items()}

    def every_epoch(self) -> Sequence[Epoch]:
        """All epochs known, in all dossiers."""
        return [each for epochs in self._epochs.values() for each in epochs.values()]

    def secret(self, name: str) -> bytes | None:
        return self._secrets.get(name)

    def secrets(self, prefix: str) -> Sequence[str]:
        return sorted(name for name in self._secrets if name.startswith(prefix))

    def put_secret(self, name: str, value: bytes) -> None:
        self._secrets[name] = value

    def put_epochs(self, epochs: Sequence[Epoch]) -> None:
        self._on_step("before the keys")
        for each in epochs:
            here = self._epochs.setdefault(each.dossier, {})
            old = here.get(each.id, each)
            here[each.id] = replace(each, key=None if old.key is None else each.key)

    def change(
        self, put: Mapping[str, bytes], drop: Iterable[str] = (), destroy: Iterable[tuple[bytes, bytes]] = ()
    ) -> None:
        self._on_step("before the keys")
        self._secrets |= put
        for name in drop:
            self._secrets.pop(name, None)
        for dossier, identifier in destroy:
            if known := self._epochs.get(dossier, {}).get(identifier):
                self._epochs[dossier][identifier] = replace(known, key=None)

    def epoch(self, dossier: bytes, identifier: bytes) -> Epoch | None:
        return self._epochs.get(dossier, {}).get(identifier)

    def epochs(self, dossier: bytes) -> Sequence[Epoch]:
        return list(self._epochs.get(dossier, {}).values())


class Shelf:
    """The port `Chunks`."""

    def __init__(self) -> None:
        """Empty."""
        self.files: dict[bytes, dict[bytes, bytes]] = {}
        self.full = False

    def copy_of(self, other: Shelf) -> None:
        """Hold what another shelf holds now."""
        self.files = {file: dict(chunks) for file, chunks in other.files.items()}

    def backup(self) -> Shelf:
        """What a backup holds that is made now."""
        copied = Shelf()
        copied.copy_of(self)
        return copied

    def places(self) -> list[tuple[bytes, bytes]]:
        """Every chunk and list that is here: its file, and its address."""
        return sorted((file, address) for file, chunks in self.files.items() for address in chunks)

    def rot(self, file: bytes, address: bytes) -> None:
        """A chunk is lost."""
        del self.files[file][address]

    def put(self, file: bytes, address: bytes, ciphertext: bytes) -> None:
        if self.full:
            raise StoreFull(f"{len(self.files)} files")
        self.files.setdefault(file, {})[address] = ciphertext

    def get(self, file: bytes, address: bytes) -> bytes | None:
        return self.files.get(file, {}).get(address)

    def has(self, file: bytes, address: bytes) -> bool:
        return address in self.files.get(file, {})

    def drop(self, file: bytes) -> None:
        self.files.pop(file, None)


class Letterbox:
    """The port `Letters`."""

    def __init__(self) -> None:
        """Empty."""
        self._held: dict[Letter, bytes] = {}

    def put(self, letter: Letter, file: bytes) -> None:
        self._held[letter] = file

    def listed(self) -> Sequence[Letter]:
        return tuple(self._held)

    def get(self, letter: Letter) -> bytes | None:
        return self._held.get(letter)

    def drop(self, letters: Iterable[Letter]) -> None:
        for letter in tuple(letters):
            self._held.pop(letter, None)
