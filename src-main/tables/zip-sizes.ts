const END_SIGNATURE = 0x06054b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_LENGTH = 46;

/**
 * Bytes of all files in a ZIP archive once they are unpacked, as its directory says; null where there is no directory.
 * To be asked before anything is unpacked: a small file may hold a hundred times its size.
 * Source: PKWARE, APPNOTE.TXT, 4.3.12 and 4.3.16.
 */
export function unpackedBytes(zip: Buffer): number | null {
  const end = findEnd(zip);
  if (end === null) return null;
  let place = zip.readUInt32LE(end + 16);
  let sum = 0;
  for (let entries = zip.readUInt16LE(end + 10); entries > 0; entries--) {
    if (place + ENTRY_LENGTH > zip.length || zip.readUInt32LE(place) !== ENTRY_SIGNATURE) return null;
    sum += zip.readUInt32LE(place + 24);
    place +=
      ENTRY_LENGTH +
      zip.readUInt16LE(place + 28) +
      zip.readUInt16LE(place + 30) +
      zip.readUInt16LE(place + 32);
  }
  return sum;
}

function findEnd(zip: Buffer): number | null {
  const first = Math.max(0, zip.length - END_LENGTH - LONGEST_COMMENT);
  for (let place = zip.length - END_LENGTH; place >= first; place--) {
    if (zip.readUInt32LE(place) === END_SIGNATURE) return place;
  }
  return null;
}
