declare module "china-shapes" {
  const shapes: {
    provinces: { name: string; en: string; at: [number, number]; rings: number[][] }[];
    inset: [number, number][][];
  };
  export default shapes;
}
