/** A request as it goes over the wire, before it is signed. Header names in lower case. */
export interface SignableRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string | undefined;
}

/** Who a request is signed for. */
export interface SigningScope {
  /** Name of the service in the signature: `sagemaker`, `sagemaker-mlflow`, `s3`. */
  readonly service: string;
  readonly region: string;
}

/** Signs requests to AWS (Signature Version 4). */
export interface RequestSigner {
  /**
   * The headers of a request with `x-amz-content-sha256` and the signature over all of them. Throws a GatewayError of
   * kind `authentication` where there are no credentials; it says how to get some.
   */
  sign(request: SignableRequest, scope: SigningScope): Promise<Readonly<Record<string, string>>>;
}
