// The pages of one column chunk, uncompressed and decoded one at a time.

import { parquetHeader } from "hyparquet/src/column.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { readPlain } from "hyparquet/src/plain.js";
import type { ColumnDecoder, CompressionCodec, DecodedArray, PageHeader, SchemaTree } from "hyparquet/src/types.js";
import { uncompress } from "./codec.ts";
import { cutPage, type DataValues, type PageBytes, readValues } from "./data-page.ts";

/** The values of a dictionary, or of the rows of a data page. */
export type Page = { kind: "dictionary"; raw: DecodedArray } | ({ kind: "data"; nRows: number } & DataValues);

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
  const bytes =
    v1 === undefined
      ? await cutV2(body, header, codec)
      : cutPage(await uncompress(body, size, codec), isOptional(decoder));
  const { num_values: nRows, encoding } = data;
  return { kind: "data", nRows, ...readValues({ nRows, encoding, ...bytes }, decoder) };
}

function isOptional({ element }: ColumnDecoder): boolean {
  return element.repetition_type === "OPTIONAL";
}

/** A page of version 2, whose levels are never compressed. */
async function cutV2(
  body: Uint8Array,
  header: PageHeader,
  codec: CompressionCodec,
): Promise<Pick<PageBytes, "levels" | "values">> {
  const v2 = header.data_page_header_v2;
  const repeated = v2?.repetition_levels_byte_length ?? 0;
  const nLevels = repeated + (v2?.definition_levels_byte_length ?? 0);
  if (!(repeated >= 0 && nLevels >= repeated && nLevels <= body.length)) throw new Error("levels beyond their page");
  const rest = body.subarray(nLevels);
  const isPlain = v2?.is_compressed === false;
  const values = isPlain ? rest : await uncompress(rest, header.uncompressed_page_size - nLevels, codec);
  return { levels: body.subarray(repeated, nLevels), values };
}
