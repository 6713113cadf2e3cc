/** Holds the wire types of the pages to `openapi.json`: where they differ this does not compile, and the error names the place. */

import type { components, paths } from '../../.generated/schema';
import type { Gets, Writes } from './answers';
import type { ExportRequest } from './download';
import type { Job, Problem } from './types';

/** What the server says and a page reads, or what a page says and the server reads. */
type Way = 'read' | 'sent';

/** A text for each place where the page's type differs from the document's. What the document leaves open is not compared. */
type Differs<Doc, Page, At extends string, W extends Way> = unknown extends Doc
  ? never
  : unknown extends Page
    ? W extends 'read'
      ? never
      : `${At} is left open by the page`
    : { [S in Sort]: Sorted<S, Sorts<Doc>[S], Sorts<Page>[S], At, W> }[Sort];

interface Sorts<T> {
  nothing: Extract<T, null | undefined>;
  text: Extract<T, string>;
  number: Extract<T, number>;
  flag: Extract<T, boolean>;
  list: Extract<T, readonly unknown[]>;
  object: Exclude<Extract<T, object>, readonly unknown[]>;
}
type Sort = keyof Sorts<unknown>;

type Sorted<S extends Sort, Doc, Page, At extends string, W extends Way> = [Doc | Page] extends [never]
  ? never
  : [Page] extends [never]
    ? W extends 'read'
      ? `${At} may be: ${S}`
      : never
    : [Doc] extends [never]
      ? `${At} is never: ${S}`
      : S extends 'nothing'
        ? Nothing<Doc, Page, At, W>
        : S extends 'text'
          ? Words<Doc, Page, At, W>
          : S extends 'list'
            ? Differs<Items<Doc>, Items<Page>, `${At}[]`, W>
            : S extends 'object'
              ? Members<Doc, Page, At, W> | ByKind<Doc, Page, At, W>
              : never;

type Items<List> = List extends readonly (infer Item)[] ? Item : never;

/** Null and absent are the same to a page that reads, not to the server. */
type Nothing<Doc, Page, At extends string, W extends Way> = W extends 'read'
  ? never
  : Exclude<Page, Doc> extends never
    ? never
    : `${At} is never: ${Exclude<Page, Doc> extends null ? 'null' : 'absent'}`;

/** Where one side says no more than that it is a text, only what is sent is held to the words of the document. */
type Words<Doc, Page, At extends string, W extends Way> = string extends Doc
  ? never
  : string extends Page
    ? W extends 'read'
      ? never
      : `${At} is any text`
    : Word<Exclude<Page, Doc>, At, 'is never'> | (W extends 'read' ? Word<Exclude<Doc, Page>, At, 'may be'> : never);
type Word<Of, At extends string, Says extends string> = Of extends string ? `${At} ${Says}: '${Of}'` : never;

/** Members that all alternatives of an object have, and members that the server asks for. */
type Members<Doc, Page, At extends string, W extends Way> =
  | {
      [Name in keyof Page & string]: Name extends keyof Doc
        ? Differs<Doc[Name], Page[Name], `${At}.${Name}`, W>
        : `${At}.${Name} is not in the document`;
    }[keyof Page & string]
  | (W extends 'sent'
      ? {
          [Name in Exclude<keyof Doc & string, keyof Page>]: undefined extends Doc[Name]
            ? never
            : `${At}.${Name} is asked for`;
        }[Exclude<keyof Doc & string, keyof Page>]
      : never);

/** The alternatives of an object that says by `kind` what it is, each with its like. */
type ByKind<Doc, Page, At extends string, W extends Way> = Doc extends { kind: infer Kind }
  ? [Extract<Page, { kind: Kind }>] extends [never]
    ? never
    : Members<Doc, Extract<Page, { kind: Kind }>, At, W>
  : never;

type Operation<Path extends string, Verb extends string> = `/api/v1${Path}` extends infer Address extends keyof paths
  ? Verb extends keyof paths[Address]
    ? paths[Address][Verb]
    : never
  : never;

type Json<Content> = [Content] extends [{ content: { 'application/json': infer Body } }] ? Body : undefined;
type Asked<Op> = Op extends { requestBody?: infer Body }
  ? [Body] extends [undefined]
    ? undefined
    : Json<NonNullable<Body>>
  : never;
type Answered<Op> = Op extends { responses: infer All }
  ? { [Status in keyof All & (200 | 201 | 202 | 204)]: Json<All[Status]> }[keyof All & (200 | 201 | 202 | 204)]
  : never;

type Reads = {
  [Path in keyof Gets]: [Operation<Path, 'get'>] extends [never]
    ? `GET ${Path} is not in the document`
    : Differs<Answered<Operation<Path, 'get'>>, Gets[Path], `GET ${Path}`, 'read'>;
}[keyof Gets];

type Sends = {
  [Route in keyof Writes]: Route extends `${infer Verb} ${infer Path}`
    ? [Operation<Path, Lowercase<Verb>>] extends [never]
      ? `${Route} is not in the document`
      :
          | Differs<Asked<Operation<Path, Lowercase<Verb>>>, Writes[Route][0], Route, 'sent'>
          | Differs<Answered<Operation<Path, Lowercase<Verb>>>, Writes[Route][1], `${Route} answer`, 'read'>
    : never;
}[keyof Writes];

type Schemas = components['schemas'];

/** What goes past the client. */
type Others =
  | Differs<Schemas['Export'], ExportRequest, 'export', 'sent'>
  | Differs<Schemas['Problem'], Problem, 'problem', 'read'>
  | Differs<Schemas['Job'], Job, 'job', 'read'>;

/** Asks for nothing to be there. */
type None<Difference extends never> = Difference;

/** A schema stands for what is sent and for what is read: members with a usual value may be left out by who sends and are there for who reads. */
type Usual = `${string}.spec.${'filters' | 'params' | 'view' | 'view.type'} may be: nothing`;

export type Agreed = None<Exclude<Reads | Sends | Others, Usual>>;
