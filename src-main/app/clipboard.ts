import { clipboard, ClipboardItem, nativeImage } from 'electron';

/** As Electron had it before it took over the clipboard of the web. */
interface OlderClipboard {
  writeImage?: (image: Electron.NativeImage) => void;
}

export async function copyText(text: string): Promise<void> {
  await clipboard.writeText(text);
}

/** `png`: the bytes of a PNG file. */
export async function copyPicture(png: Uint8Array): Promise<void> {
  const older = clipboard as OlderClipboard;
  if (older.writeImage !== undefined) older.writeImage(nativeImage.createFromBuffer(Buffer.from(png)));
  else {
    const blob = new Blob([Uint8Array.from(png)], { type: 'image/png' });
    await clipboard.write([new ClipboardItem({ 'image/png': blob })]);
  }
}
