import type { CSSProperties, ReactNode } from "react";
import type { LoadedPicture } from "./usePicture.ts";
import { type Area, onStage, type View } from "./viewGeometry.ts";

interface LayerProps {
  readonly picture: LoadedPicture;
  /** Where it lies in the compared picture, in its pixels. */
  readonly area: Area;
  readonly view: View;
  readonly pixelRatio: number;
  readonly alt: string;
  /** There, and not to be seen. */
  readonly isHidden?: boolean;
}

/** One of the compared pictures on the stage. Above 1:1 its pixels are seen as they are, and not smoothed. */
export const Layer = ({ picture, area, view, pixelRatio, alt, isHidden = false }: LayerProps): ReactNode => (
  // biome-ignore lint/performance/noImgElement: the very pixels of the file are to be seen
  <img
    key={picture.url}
    src={picture.url}
    alt={alt}
    draggable={false}
    decoding="async"
    data-side={picture.shown.side}
    ref={(image) => {
      // One that the browser has already may be there before anybody listens.
      if (image?.complete && image.naturalWidth > 0 && picture.state.kind === "loading") picture.onLoad(image);
    }}
    onLoad={({ currentTarget }) => picture.onLoad(currentTarget)}
    onError={picture.onError}
    className={`checkered pointer-events-none absolute top-0 left-0 max-w-none select-none ${
      picture.state.kind === "ready" && !isHidden ? "" : "invisible"
    }`}
    style={placed(picture, area, view, pixelRatio)}
  />
);

function placed({ state }: LoadedPicture, area: Area, view: View, pixelRatio: number): CSSProperties {
  const { x, y, width, height } = onStage(area, view, pixelRatio);
  const naturalWidth = state.kind === "ready" ? state.image.naturalWidth : area.width;
  const enlarges = (width / naturalWidth) * pixelRatio > 1;
  return { width, height, transform: `translate(${x}px, ${y}px)`, imageRendering: enlarges ? "pixelated" : "auto" };
}
