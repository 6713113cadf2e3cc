import type { CanonicalField, Cell, Upload, UploadChange } from '@/api/data';

/** What a column of a file is used for: a canonical column, an attribute that is kept, one that is personal, or nothing. */
export type Use = `field:${string}` | 'attribute' | 'personal' | 'ignored';

/** Where the columns of a file go. */
export interface Mapping {
  columns: Record<string, string>;
  constants: Record<string, string>;
  attributes: string[];
  personal: string[];
}

/** The mapping as the server found it or was told; null where nothing was found. */
export function mappingOf(upload: Upload): Mapping | null {
  const { mapping } = upload;
  if (mapping === null) return null;
  const kept = upload.columns.filter((column) => column.role.kind === 'attribute').map((column) => column.name);
  return { ...mapping, attributes: mapping.attributes ?? kept };
}

/** Whether the table keeps columns beyond its own. */
export function keepsAttributes(upload: Upload): boolean {
  const { mapping } = upload;
  if (mapping === null) return false;
  return mapping.attributes !== null || upload.columns.some((column) => column.role.kind === 'attribute');
}

/** What a column is used for. */
export function roleIn(column: string, mapping: Mapping): Use {
  const field = Object.entries(mapping.columns).find(([, source]) => source === column)?.[0];
  if (field !== undefined) return `field:${field}`;
  if (mapping.personal.includes(column)) return 'personal';
  return mapping.attributes.includes(column) ? 'attribute' : 'ignored';
}

/** The mapping after a column is put to another use; whatever filled the canonical column before is set free. */
export function assign(mapping: Mapping, column: string, use: Use): Mapping {
  const columns = Object.fromEntries(Object.entries(mapping.columns).filter(([, source]) => source !== column));
  const constants = { ...mapping.constants };
  const without = (list: string[]) => list.filter((name) => name !== column);
  const next: Mapping = {
    columns,
    constants,
    attributes: without(mapping.attributes),
    personal: without(mapping.personal),
  };
  if (use.startsWith('field:')) {
    const field = use.slice('field:'.length);
    columns[field] = column;
    delete constants[field];
  }
  if (use === 'attribute' || use === 'personal') next.attributes.push(column);
  if (use === 'personal') next.personal.push(column);
  return next;
}

/** What is told to the server about a mapping. Attributes are told only of tables that keep any. */
export function changeTo(mapping: Mapping, keeps: boolean): UploadChange {
  const { columns, constants, attributes, personal } = mapping;
  return keeps ? { columns, constants, attributes, personal } : { columns, constants };
}

/** Canonical columns that have to be filled and are not. */
export function unfilled(fields: readonly CanonicalField[], mapping: Mapping): CanonicalField[] {
  return fields.filter(
    (field) => field.required && mapping.columns[field.name] === undefined && !mapping.constants[field.name],
  );
}

/** Whether a name can be that of a source. */
export function isSourceName(name: string): boolean {
  return /^(?!-)[\p{L}\p{N}_-]{1,64}$/u.test(name);
}

/** Files that fit, and those that are too large to be sent at all. */
export function fitting<Sized extends { size: number }>(
  files: readonly Sized[],
  limit: number,
): { fit: Sized[]; large: Sized[] } {
  return {
    fit: files.filter((file) => file.size <= limit),
    large: files.filter((file) => file.size > limit),
  };
}

/** Share of rows that would get in, whole only where it is whole: 99.99% is not 100%. */
export function acceptedShare(accepted: number, read: number): string {
  if (read === 0) return '–';
  const percent = (accepted / read) * 100;
  if (percent === 100 || percent === 0) return `${percent}%`;
  return `${Math.min(99.9, Math.max(0.1, Math.round(percent * 10) / 10))}%`;
}

/** Texts of a sample. */
const SAMPLE_CHARS = 48;

/** The beginning of a file as it reads in an encoding, short enough for a list; null where it cannot be read that way. */
export function sampleOf(rows: readonly Cell[][] | null): string | null {
  if (rows === null) return null;
  const text = rows
    .slice(0, 2)
    .map((row) => row.filter((cell) => cell !== null && cell !== '').join(', '))
    .join(' / ');
  return text.length > SAMPLE_CHARS ? `${text.slice(0, SAMPLE_CHARS)}…` : text;
}
