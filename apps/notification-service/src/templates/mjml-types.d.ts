/** The part of MJML that is used here; the package ships no types. */
declare module 'mjml' {
  interface Options {
    readonly validationLevel: 'strict';
    readonly ignoreIncludes: boolean;
  }

  /** Rejects with an error that has `errors` if the source is not valid MJML. */
  export default function mjml2html(source: string, options: Options): Promise<{ readonly html: string }>;
}
