// The pages of one column chunk, uncompressed and decoded one at a time.

import { parquetHeader } from "hyparquet/src/column.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { readDataPage, readDataPageV2 } from "hyparquet/src/datapage.js";
import { readPlain } from "hyparquet/src/plain.js";
import type { ColumnDecoder, CompressionCodec, DecodedArray, PageHeader, SchemaTree } from "hyparquet/src/types.js";
import { wordsOf } from "../exact.ts";
import { uncompress } from "./codec.ts";

/** The values of a dictionary, or of the rows of a data page. */
export type Page =
  | { kind: "dictionary"; raw: DecodedArray }
  | {
      kind: "data";
      nRows: number;
      /** Values present, or with `indexed` their places in the dictionary. */
      raw: DecodedArray;
      indexed: boolean;
      /** 1 where a row has a value, 0 where it is missing; null where none is. */
      levels: ArrayLike<number> | null;
    };

/** What decodes a flat column. */
export function decoderOf(root: SchemaTree, column: SchemaTree): ColumnDecoder {
  const { element, path } = column;
  const schemaPath = [root, column];
  const type = element.type as ColumnDecoder["type"];
  // Pages are uncompressed before they are decoded.
  return { pathInSchema: path, type, element, schemaPath, codec: "UNCOMPRESSED", parsers: DEFAULT_PARSERS };
}

/**
 * Decode the pages of a column chunk of `nRows` rows. Throws plain errors where the bytes are not as they should be.
 *
 * @param bytes the chunk as it lies in the file
 */
export async function* pagesOf(
  bytes: Uint8Array,
  { decoder, codec, nRows }: { decoder: ColumnDecoder; codec: CompressionCodec; nRows: number },
): AsyncGenerator<Page, void> {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  let left = nRows;
  while (left > 0) {
    const header = parquetHeader(reader);
    const from = reader.offset;
    reader.offset += header.compressed_page_size;
    if (!(header.compressed_page_size >= 0 && reader.offset <= bytes.length)) throw new Error("a page beyond its end");
    const body = bytes.subarray(from, reader.offset);
    if (header.type === "INDEX_PAGE") continue;
    const page = await decoded(body, header, { decoder, codec, left });
    if (page.kind === "data") left -= page.nRows;
    yield page;
  }
}

interface PageOptions {
  decoder: ColumnDecoder;
  codec: CompressionCodec;
  left: number;
}

async function decoded(body: Uint8Array, header: PageHeader, { decoder, codec, left }: PageOptions): Promise<Page> {
  const { dictionary_page_header: dictionary, data_page_header: v1, data_page_header_v2: v2 } = header;
  const size = header.uncompressed_page_size;
  if (dictionary !== undefined) {
    const page = await uncompress(body, size, codec);
    const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
    const { type, element } = decoder;
    if (!(dictionary.num_values >= 0 && dictionary.num_values <= page.length)) throw new Error("a dictionary too long");
    return {
      kind: "dictionary",
      raw: readPlain({ view, offset: 0 }, type, dictionary.num_values, element.type_length),
    };
  }
  const data = v1 ?? v2;
  if (data === undefined) throw new Error(`a page of type ${header.type}`);
  // Checked before memory is taken for so many.
  if (!(data.num_values >= 0 && data.num_values <= left)) throw new Error(`${data.num_values} values for ${left} rows`);
  // DuckDB's steps between 32-bit integers may need more than 32 bits, and wrap.
  const isWide = decoder.type === "INT32" && data.encoding === "DELTA_BINARY_PACKED";
  const own: ColumnDecoder = isWide ? { ...decoder, type: "INT64" } : decoder;
  const { definitionLevels, dataPage } =
    v1 === undefined
      ? readDataPageV2(await plainV2(body, header, codec), plainHeader(header), own)
      : readDataPage(await uncompress(body, size, codec), v1, own);
  const levels = definitionLevels !== undefined && definitionLevels.length > 0 ? definitionLevels : null;
  const raw = isWide ? lowWords(dataPage) : dataPage;
  return { kind: "data", nRows: data.num_values, raw, indexed: data.encoding.endsWith("_DICTIONARY"), levels };
}

function lowWords(raw: DecodedArray): DecodedArray {
  return raw instanceof BigInt64Array ? wordsOf(raw).filter((_, i) => i % 2 === 0) : raw;
}

/** A page of version 2 with its values uncompressed; its levels never are compressed. */
async function plainV2(body: Uint8Array, header: PageHeader, codec: CompressionCodec): Promise<Uint8Array> {
  const v2 = header.data_page_header_v2;
  if (v2 === undefined || v2.is_compressed === false) return body;
  const nLevels = v2.definition_levels_byte_length + v2.repetition_levels_byte_length;
  if (!(nLevels >= 0 && nLevels <= body.length)) throw new Error("levels beyond their page");
  const values = await uncompress(body.subarray(nLevels), header.uncompressed_page_size - nLevels, codec);
  const page = new Uint8Array(nLevels + values.length);
  page.set(body.subarray(0, nLevels));
  page.set(values, nLevels);
  return page;
}

function plainHeader(header: PageHeader): PageHeader {
  const v2 = header.data_page_header_v2;
  return v2 === undefined ? header : { ...header, data_page_header_v2: { ...v2, is_compressed: false } };
}
