"""lintas: a federated platform in which state authorities exchange signed, sealed acts in shared dossiers.

The package is a stack of layers; imports go down only. From the bottom: `wire` (canonical CBOR, identifiers, limits),
`crypto` (suites), `log` (Merkle log), `dossier` (acts, grammar, lanes), the engines (`kinds`, `sync`, `search`, `law`,
`names`, `inquiry`, `trace`), `node` (use cases), the adapters (`store`, `transport`, `interop`, `bulk`, `sim`),
`compose`, and what people touch (`console`, `cli`, `demo`). The contracts in `pyproject.toml` state this and are
checked.

Importing `lintas` imports no layer: a verifier that needs only `wire` to `dossier` loads nothing else.
"""
