"""The Secretariat's disk is searched, while the nodes run and after they were stopped; then they start again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from lintas.demo import disks
from lintas.demo.federation import ASEC, MY, VN
from lintas.demo.world import NODES, World


def search_running(world: World, private: list[str]) -> None:
    """Look for words, ids and chunks of the dossiers to which the Secretariat is no party."""
    world.scene("6. What lies on the Secretariat's disk")
    acts = [act["id"] for dossier in private for act in world.known(VN, dossier)["acts"]]
    sealed = disks.ids([*private, *acts]) | disks.chunks(world.nodes.at(VN)) | disks.chunks(world.nodes.at(MY))
    needles = sealed | disks.words(world.secret)
    here = disks.found(world.nodes.at(ASEC), needles)
    world.claims.check(
        not here,
        f"of {len(needles)} ids, words and sealed chunks not one is anywhere in the Secretariat's folder",
        str(sorted(here)),
    )
    missed = set(sealed) - disks.found(world.nodes.at(VN), sealed) - disks.found(world.nodes.at(MY), sealed)
    world.claims.check(not missed, "the same search finds every id and chunk in the parties' folders", str(missed))


def search_stopped(world: World, private: list[str]) -> None:
    """Stop the nodes, look for the sealed bodies themselves, start the nodes again."""
    before = {code: {d: _state(world, code, d) for d in private} for code in (VN, MY)}
    print("\n  the three nodes are stopped, and their disks compared", flush=True)
    world.nodes.stop()
    with ThreadPoolExecutor(len(NODES)) as pool:
        codes = list(pool.map(lambda code: _verified(world, code), NODES))
    world.claims.check(codes == [0, 0, 0], "`lintas node verify` finds no fault at any of the three", str(codes))
    needles = disks.bodies(world.nodes.at(VN), ASEC) | disks.bodies(world.nodes.at(MY), ASEC)
    here = disks.found(world.nodes.at(ASEC), needles)
    world.claims.check(
        not here, f"of {len(needles)} sealed bodies that were not for the Secretariat, its disk has no byte", str(here)
    )
    control = disks.found(world.nodes.at(VN), needles) | disks.found(world.nodes.at(MY), needles)
    world.claims.check(control == set(needles), "the parties' disks have them all", str(set(needles) - control))
    world.nodes.start()
    after = {code: {d: _state(world, code, d) for d in private} for code in (VN, MY)}
    world.claims.check(before == after, "started again, the nodes show every dossier as before", f"{before} {after}")


def _verified(world: World, code: str) -> int:
    return world.terminal.run(["node", "verify", str(world.nodes.at(code))], expected=None).code


def _state(world: World, code: str, dossier: str) -> tuple[str, int, tuple[str, ...]]:
    shown = world.known(code, dossier)
    return shown["phase"], len(shown["acts"]), tuple(shown["awaited"])
