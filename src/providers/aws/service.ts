/** How one AWS service is named to clients. */
export interface AwsService {
  /** The provider's name in `litellm_params.model`. */
  readonly provider: string;
  readonly name: string;
  /** What LiteLLM puts before the service's words; clients match on it. */
  readonly prefix: string;
  /** What else may be missing when access is denied. */
  readonly permissionHint: string;
}
