"""The words that metrics are named with: allow-lists, so that no other number is taken for one."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


METRICS = word_set(
    """
    loss acc accuracy f1 f2 f1score fscore fbeta fmeasure precision recall auc auroc auprc aucpr rocauc
    aucroc randindex jaccardindex prauc ap map map50 map5095 map75 map95 mar mse rmse mae mape smape
    mase msle rmsle medae nll bce ce bpc bpb bpd perplexity ppl bleu sacrebleu gleu chrf meteor cider
    spice rouge rouge1 rouge2 rougel rougelsum bertscore wer cer eer iou miou giou dice jaccard psnr
    ssim msssim lpips fid fvd sdr sisdr pesq stoi snr r2 r2score r² r^2 adjr2 score reward rew rsquared
    adjrsquared aic bic elbo kl top1 top5 top10 mcc kappa gini ks ece brier brierscore silhouette
    logloss crossentropy specificity sensitivity spearman pearson pearsonr spearmanr likelihood
    loglikelihood ndcg mrr hit hits em errorrate error err deviance ari nmi ami vmeasure homogeneity
    meansquarederror meanabsoluteerror rootmeansquarederror meanabsolutepercentageerror
    meansquaredlogarithmicerror worderrorrate characterrorrate matthewscorrelationcoefficient
    matthewscorrcoef matthewscorrelation pearsoncorrelation spearmancorrelation pearsoncorr spearmancorr
    entropy exactmatch explainedvariance coefficientofdetermination intersectionoverunion successrate
    winrate calinskiharabasz daviesbouldin cindex mpjpe ade fde epe kldivergence
    """
)
"""Last word of a metric's name, without separators."""

COSTS = word_set("cost objective return residual energy")
"""Words that name a metric only where the line leaves no doubt: "cost" is more often time."""

CHINESE_METRICS = (
    *("损失函数值", "损失值", "损失", "准确率", "正确率", "准确度", "精确率", "查准率", "精确度", "精度"),
    *("错误率", "误差率", "均方根误差", "均方误差", "平均绝对百分比误差", "平均绝对误差", "相对误差", "误差"),
    *("困惑度", "对数损失", "交叉熵", "得分", "分数", "奖励", "回报", "F1值", "F1分数", "F1得分", "AUC值"),
    *("交并比", "峰值信噪比", "结构相似性", "结构相似度", "相关系数", "决定系数", "R方", "轮廓系数"),
    *("召回率", "查全率", "字错率", "词错率", "字错误率", "词错误率", "命中率", "特异度", "特异性"),
    *("灵敏度", "敏感度", "胜率", "成功率"),
)

CHINESE_DATA = "训练|验证|测试|评估|开发"
CHINESE_STATISTICS = (
    "平均|最佳|最优|最终|当前|总体|整体|总|累计|累积|加权|宏平均|微平均|宏|微|像素|类别|本轮|每轮|该轮"
    "|分类(?=损失)|回归(?=损失)|重建|重构|判别器|鉴别器|生成器|对抗|感知|对比|蒸馏|边框|策略|价值"
)

QUALIFIERS = word_set("train training trn val valid validation test testing eval evaluation dev")
"""Words that say on which data a metric was measured."""

NOT_MEASURED = word_set(
    """
    target goal threshold baseline previous prev old expected required desired initial min max minimum
    maximum weight scale delta patience tolerance tol ratio factor from than until required improved
    lambda coef coeff standard std stddev
    """
)
"""Words that make a number something else than a measurement."""

SETTINGS = NOT_MEASURED | word_set(
    """
    config configs configuration cfg settings setting hyperparameters hyperparams hparams params
    parameters param_grid importance importances features coefficients correlation correlations
    probabilities predictions distribution proportions quantiles args arguments options weights
    thresholds targets schedule grid defaults kwargs limits
    """
)
"""Words above a block, or before a mapping, that holds what was set and not what was measured."""

ABOUT_A_LOSS = word_set(
    """
    fn func function type name weights weight reduction curve history scaling scale coef lambda alpha
    beta ratio threshold kwargs config cfg factor mode ema decay warmup scaler plot std var dtype shape
    device
    """
)
"""What after "loss" says that the number is none."""

STATISTICS = word_set(
    """
    best avg average mean macro micro weighted balanced final total running overall adjusted smoothed cv
    oof oob cohen's holdout cross-validation cross-validated roc pr r² pixel token word character
    sequence
    """
)
"""Words before a metric that belong to its name."""

ENDINGS = word_set(
    "epoch step macro micro weighted binary mean avg average total final overall"
    " so far value coefficient statistic"
)
"""Words after a metric that do not change what it is: ``loss_epoch``, ``f1_macro``."""
