/** Whether a token is genuine cannot be found out for now. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';

  constructor(options?: ErrorOptions) {
    super('no keys', options);
  }
}
