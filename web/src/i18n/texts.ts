/** The same keys with texts of the other language: a key that is missing or too many does not compile. */
export type Texts<Zh> = { readonly [Key in keyof Zh]: Zh[Key] extends string ? string : Texts<Zh[Key]> };
