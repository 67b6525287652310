import { glow, grain, type Paper, ridge, sky } from "./paint.ts";
import { randomFrom } from "./random.ts";

/** Hills behind each other in the first light. */
export function mountains(paper: Paper): void {
  sky(paper, ["#274a7a", "#7f9cc4", "#f3c9a5", "#f8e3c8"]);
  glow(paper, 0.68, 0.42, 0.35, ["rgba(255, 236, 190, 0.95)", "rgba(255, 214, 160, 0)"]);
  const colours = ["#9fb0cb", "#7990b3", "#567296", "#3a5674", "#233c4f", "#142530"];
  for (const [at, colour] of colours.entries()) ridge(paper, at + 3, 0.46 + at * 0.09, 0.045 + at * 0.006, colour);
  grain(paper, 1, 14);
}

/** The sea with the sun just above it. */
export function sea(paper: Paper): void {
  const { context, width, height } = paper;
  sky(paper, ["#2b1f4e", "#8c3f6b", "#f08a5d", "#ffd39a", "#5d3f6a", "#1c1838"]);
  glow(paper, 0.5, 0.56, 0.28, ["rgba(255, 240, 200, 1)", "rgba(255, 200, 140, 0)"]);
  const random = randomFrom(7);
  for (let wave = 0; wave < 4200; wave += 1) {
    const depth = random() ** 1.6;
    const y = height * (0.6 + 0.4 * depth);
    const length = width * (0.004 + 0.05 * depth * random());
    const x = width * (0.5 + (random() - 0.5) * (0.12 + 1.2 * random()));
    context.fillStyle =
      random() < 0.45 ? `rgba(255, 214, 160, ${0.08 + 0.25 * random()})` : `rgba(20, 16, 50, ${0.1 + 0.2 * random()})`;
    context.fillRect(x - length / 2, y, length, 1 + 5 * depth);
  }
  grain(paper, 2, 16);
}

/** Lights out of focus between leaves. */
export function garden(paper: Paper): void {
  const { context, width, height } = paper;
  sky(paper, ["#0f3d3a", "#1f6b52", "#78a848", "#d7d26a"]);
  const random = randomFrom(11);
  const colours = ["255, 244, 180", "255, 170, 150", "190, 240, 170", "250, 210, 90", "170, 220, 230"];
  for (let light = 0; light < 170; light += 1) {
    context.beginPath();
    context.arc(random() * width, random() * height, width * (0.008 + 0.05 * random() ** 2), 0, 2 * Math.PI);
    context.fillStyle = `rgba(${colours[Math.floor(random() * colours.length)]}, ${0.08 + 0.3 * random()})`;
    context.fill();
  }
  grain(paper, 3, 12);
}

/** A badge on nothing: flat colours and transparency, as of a logo. */
export function badge({ context, width, height }: Paper): void {
  const gradient = context.createLinearGradient(0, 0, width, height);
  gradient.addColorStop(0, "#5b8def");
  gradient.addColorStop(1, "#7a3fc0");
  context.fillStyle = gradient;
  context.beginPath();
  context.roundRect(width * 0.08, height * 0.08, width * 0.84, height * 0.84, width * 0.2);
  context.fill();
  for (let blade = 0; blade < 8; blade += 1) {
    context.save();
    context.translate(width / 2, height / 2);
    context.rotate((blade * Math.PI) / 4);
    context.fillStyle = blade % 2 === 0 ? "rgba(255, 255, 255, 0.95)" : "rgba(255, 255, 255, 0.55)";
    context.beginPath();
    context.moveTo(0, 0);
    context.quadraticCurveTo(width * 0.14, -height * 0.16, 0, -height * 0.31);
    context.quadraticCurveTo(-width * 0.05, -height * 0.14, 0, 0);
    context.fill();
    context.restore();
  }
}
