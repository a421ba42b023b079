import {test} from "vitest"; import { openBackend } from "#kernel/choose.ts"; import { fitOls } from "#stats/models/ols.ts";
import { arrayPlan, arrayRows } from "#tests/helpers/array-rows.ts";
test("x", async()=>{
  const {backend} = await openBackend("simd"); const s=backend.random(1); const n=3000;
  const a=s.normal(n,0,1), e=s.normal(n,0,1), c=s.normal(n,0,1), u=s.normal(n,0,1);
  for (const noise of [1,1e-3,1e-6]) for (let k=0;k<12;k++) for (const off of [0,1e5]) {
    const b=a.map((v,i)=>v*3+e[i]!*10**-k+off); const y=a.map((v,i)=>v+2*b[i]!-c[i]!+noise*u[i]!);
    const m={columns:{a,b,c},y};
    const f=await fitOls(arrayPlan(m),arrayRows(m,backend),backend,{weighted:false,exactWork:0});
    const g=await fitOls(arrayPlan(m),arrayRows(m,backend),backend,{weighted:false});
    console.log(noise,k,off,f.solver.name,f.solver.condition.toExponential(0), f.solver.rss,f.solver.reason,f.digits.map(d=>d?.toFixed(1)).join(), "| true", f.coefficients.map((b,j)=>(-Math.log10(Math.abs((b!-g.coefficients[j]!)/g.coefficients[j]!))).toFixed(1)).join(), f.aliased.join(), g.digits.map(d=>d?.toFixed(1)).join());
  }
});
