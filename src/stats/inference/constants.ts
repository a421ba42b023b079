// Constants of the normal distribution, rounded from their exact values (Math.log(2π) differs in its last bit).

export const LOG_2PI = 1.8378770664093456;
export const INV_SQRT_2PI = 0.3989422804014327;
