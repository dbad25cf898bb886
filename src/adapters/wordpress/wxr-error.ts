/** What is not WordPress eXtended RSS, ends too soon, or was made to cost too much. */
export class WxrError extends Error {
  override readonly name = 'WxrError';
}
