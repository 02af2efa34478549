// Pictures: image and video blocks, and images inside other blocks.

import { h, safeURL } from "../core/dom.js";
import { linkNode, plainOf, textObject } from "./text.js";

/** picture renders an image, with its alternative text in its place if it cannot load. */
export function picture(object, cls) {
  const src = safeURL(object.image_url || object.slack_file?.url);
  const alt = object.alt_text || "";
  const missing = () => h("span", { class: `${cls} image-missing`, role: "img", "aria-label": alt }, alt || "Image");
  if (!src) return missing();
  const img = h("img", { class: cls, src, alt, loading: "lazy", referrerpolicy: "no-referrer" });
  img.addEventListener("error", () => img.replaceWith(missing()), { once: true });
  return img;
}

/** image renders an image block. */
export function image(block) {
  return h("figure", { class: "block-image" },
    block.title && h("figcaption", null, textObject(block.title)), picture(block, "image"));
}

/** video renders a video block as its still picture with a link. */
export function video(block) {
  return h("figure", { class: "block-image" },
    h("figcaption", null, linkNode(block.title_url || block.video_url, plainOf(block.title) || "Video")),
    block.description && h("p", { class: "hint" }, textObject(block.description)),
    picture({ image_url: block.thumbnail_url, alt_text: block.alt_text }, "image"));
}
