import type { PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { checkMemory } from '../refuse-table.ts';
import type { TableBuilder } from '../table-builder.ts';
import type { TableFile } from '../table-file.ts';
import { type ColumnDecoder, decodeDictionary, decodePage, type Dictionary } from './decode-page.ts';
import { FileWindow } from './file-window.ts';
import type { PageCells } from './page-cells.ts';

/** Read for the header of a page, and so many times more where it has long texts in it. */
const HEADER_BYTES = 2 ** 12;
const HEADER_GROWTH = 16;

/** Where the cells of a column lie that a group of rows has. */
export interface ColumnChunk {
  readonly file: TableFile;
  /** Its bytes in the file. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly decoder: ColumnDecoder;
}

/** A column of one group of rows, from its first row on. */
export interface GroupColumn {
  /** Adds the next `count` cells to a column of the table. Throws in whatever way a damage of the file makes it fail. */
  handOn(builder: TableBuilder, column: number, count: number): Promise<void>;
}

/** The page that is being handed on. */
interface OpenPage {
  /** Where its header begins. */
  readonly place: number;
  readonly cells: PageCells;
  handedOn: number;
}

/** A column of a group of rows, read page by page as its cells are asked for; one page of it is held at a time. */
export class ColumnPages implements GroupColumn {
  private readonly chunk: ColumnChunk;
  private readonly mostHeldBytes: number;
  private readonly window: FileWindow;
  private place: number;
  private rowsLeft: number;
  private dictionary: Dictionary | null = null;
  private page: OpenPage | null = null;
  /** Of the page at `place`, which was handed on in part and is not held. */
  private toSkip = 0;

  /** A page that takes more than `mostHeldBytes` is read again for its next cells rather than held until then. */
  constructor(chunk: ColumnChunk, mostHeldBytes: number) {
    this.chunk = chunk;
    this.mostHeldBytes = mostHeldBytes;
    this.window = new FileWindow(chunk.file, chunk.to);
    this.place = chunk.from;
    this.rowsLeft = chunk.rows;
  }

  async handOn(builder: TableBuilder, column: number, count: number): Promise<void> {
    for (let missing = count; missing > 0;) {
      const page = (this.page ??= await this.nextPage());
      const now = Math.min(missing, page.cells.rows - page.handedOn);
      page.cells.handOn(builder, column, now);
      page.handedOn += now;
      missing -= now;
      if (page.handedOn === page.cells.rows) this.page = null;
    }
    this.letGo();
  }

  /** Until more cells are asked for. */
  private letGo(): void {
    this.window.clear();
    if (this.page === null && this.rowsLeft === 0) this.dictionary = null;
    if (this.page === null || this.page.cells.sizeBytes <= this.mostHeldBytes) return;
    this.place = this.page.place;
    this.toSkip = this.page.handedOn;
    this.rowsLeft += this.page.cells.rows;
    this.page = null;
  }

  private async nextPage(): Promise<OpenPage> {
    for (;;) {
      const place = this.place;
      const { header, body } = await this.readPage();
      if (header.type === 'DICTIONARY_PAGE') {
        this.dictionary = decodeDictionary(header, body, this.chunk.decoder);
        continue;
      }
      const cells = decodePage(header, body, this.chunk.decoder, this.dictionary, this.rowsLeft);
      this.rowsLeft -= cells.rows;
      const handedOn = this.toSkip;
      this.toSkip = 0;
      cells.skip(handedOn);
      if (cells.rows > 0) return { place, cells, handedOn };
    }
  }

  private async readPage(): Promise<{ header: PageHeader; body: Buffer }> {
    const { path } = this.chunk.file;
    const { header, bytes } = await this.readHeader();
    const size = header.compressed_page_size;
    checkMemory(path, header.uncompressed_page_size);
    const from = this.place + bytes;
    if (!(size >= 0) || from + size > this.chunk.to) throw new Error('A page ends beyond its column.');
    const body = await this.window.read(from, size);
    if (body.length < size) throw new Error('The file ends within a page.');
    this.place = from + size;
    return { header, body };
  }

  /** The header at `place`, and how many bytes it takes. */
  private async readHeader(): Promise<{ header: PageHeader; bytes: number }> {
    for (let size = HEADER_BYTES; ; size *= HEADER_GROWTH) {
      const found = await this.window.read(this.place, size);
      const reader = { view: new DataView(found.buffer, found.byteOffset, found.byteLength), offset: 0 };
      try {
        return { header: parquetHeader(reader), bytes: reader.offset };
      } catch (error) {
        if (found.length < size || !(error instanceof RangeError)) throw error;
      }
    }
  }
}
