import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** SHA-256 as lower-case hexadecimal, in every host alike. */
export function sha256Hex(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** As `sha256Hex`, of text in UTF-8. */
export function sha256HexOfText(text: string): string {
  return bytesToHex(sha256BytesOfText(text));
}

/** SHA-256 of text in UTF-8: 32 bytes. */
export function sha256BytesOfText(text: string): Uint8Array {
  return sha256(new TextEncoder().encode(text));
}

/** SHA-256 of bytes that come piece by piece. */
export class Sha256 {
  private readonly hash = sha256.create();

  update(bytes: Uint8Array): void {
    this.hash.update(bytes);
  }

  /** Lower-case hexadecimal; nothing can be added after it. */
  hex(): string {
    return bytesToHex(this.hash.digest());
  }
}

/** Characters that are gathered before they are hashed. */
const GATHERED = 2 ** 16;

/** SHA-256 of text in UTF-8 that comes piece by piece; no piece may end within a pair of surrogates. */
export class TextSha256 {
  private readonly hash = new Sha256();
  private readonly encoder = new TextEncoder();
  private pending = '';

  update(piece: string): void {
    this.pending += piece;
    if (this.pending.length >= GATHERED) this.flush();
  }

  /** Lower-case hexadecimal; nothing can be added after it. */
  hex(): string {
    this.flush();
    return this.hash.hex();
  }

  private flush(): void {
    this.hash.update(this.encoder.encode(this.pending));
    this.pending = '';
  }
}
