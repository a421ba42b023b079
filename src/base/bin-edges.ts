// Where the cells of a plot's axis begin and end, written once: counts, pictures and words about them must agree.

/** Cells of one width from `from` to `to`, in data units. */
export interface BinAxis {
  from: number;
  to: number;
  n: number;
}

/** The n + 1 ends of the cells, whole numbers where the cells are whole numbers wide: cell i holds values from edge i up to, but without, edge i + 1; the last one holds `to` too. */
export function binEdges({ from, to, n }: BinAxis): Float64Array {
  const edges = Float64Array.from({ length: n + 1 }, (_, i) => from + ((to - from) * i) / n);
  edges[n] = to;
  return edges;
}

/** Whether the ends are finite and each lies above the one before: cells narrower than numbers are near each other are none. */
export function areEdges(edges: Float64Array): boolean {
  for (const [i, edge] of edges.entries()) {
    if (!Number.isFinite(edge) || (i > 0 && !(edge > (edges[i - 1] as number)))) return false;
  }
  return edges.length > 1;
}

/** The cell that holds `value`, or −1 outside. */
export function binOf(value: number, edges: Float64Array): number {
  const n = edges.length - 1;
  if (!(value >= (edges[0] as number) && value <= (edges[n] as number))) return -1;
  let low = 0;
  let high = n;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (value >= (edges[middle] as number)) low = middle;
    else high = middle;
  }
  return low;
}
