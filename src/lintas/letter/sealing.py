"""The electronic seal of an authority on a letter: PAdES (ETSI EN 319 142-1, level B-B), by pyHanko.

A seal says which authority the paper comes from. Which officers answer for the act is said by the act itself.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from lintas.letter.errors import BadSealFile, NoTypesetter

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

FIELD: Final = "Seal"


def signer_of(file: bytes, passphrase: bytes | None = None) -> SimpleSigner:
    """What seals with the certificate and key of a PKCS#12 file; raises `BadSealFile` or `NoTypesetter`."""
    try:
        from pyhanko.sign.signers import SimpleSigner
    except ModuleNotFoundError:
        raise NoTypesetter() from None
    try:
        found = SimpleSigner.load_pkcs12_data(file, other_certs=[], passphrase=passphrase)
    except (ValueError, TypeError) as error:
        raise BadSealFile(str(error)) from None
    if found is None:
        raise BadSealFile("it cannot be opened: is it a PKCS#12 file, and is the passphrase right?")
    return found


def name_of(signer: SimpleSigner) -> str:
    """Whose seal it is, in words, with the beginning of the SHA-256 of its certificate."""
    certificate = signer.signing_cert
    if certificate is None:
        raise BadSealFile("it holds no certificate")
    named = certificate.subject.native
    name = named.get("common_name") or named.get("organization_name") or certificate.subject.human_friendly
    return f"{name} (certificate SHA-256 {certificate.sha256.hex()[:16]})"


def seal(pdf: bytes, signer: SimpleSigner) -> bytes:
    """The PDF with the seal, which covers all of it."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    meta = PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, certify=True)
    out: io.BytesIO = PdfSigner(meta, signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    return out.getvalue()
