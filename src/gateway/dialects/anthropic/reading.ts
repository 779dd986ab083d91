import { LeftOut } from './leftOut.ts';
import { ToolList } from './toolList.ts';

/** What is gathered while a body is read block by block. */
export interface Reading {
  readonly leftOut: LeftOut;
  readonly tools: ToolList;
}

export function newReading(): Reading {
  const leftOut = new LeftOut();
  return { leftOut, tools: new ToolList(leftOut) };
}
