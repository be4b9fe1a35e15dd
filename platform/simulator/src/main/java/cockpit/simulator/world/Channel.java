package cockpit.simulator.world;

/** Where a person was acquired, in the words of the clinic system. */
public enum Channel {
    /** Douyin, unpaid. */
    DOUYIN,
    /** Paid leads of Ocean Engine. */
    OCEANENGINE,
    /** Kuaishou. */
    KUAISHOU,
    /** Xiaohongshu. */
    XIAOHONGSHU,
    /** Official account. */
    WECHAT_OA,
    /** Mini program. */
    MINI_PROGRAM,
    /** WeCom. */
    WECOM,
    /** Tencent ads. */
    TENCENT_ADS,
    /** Tmall. */
    TMALL,
    /** JD. */
    JD,
    /** Meituan. */
    MEITUAN,
    /** SoYoung. */
    SOYOUNG,
    /** Gengmei. */
    GENGMEI,
    /** Baidu. */
    BAIDU,
    /** A call. */
    PHONE,
    /** Brought by a customer. */
    REFERRAL,
    /** Came in from the street. */
    WALK_IN,
    /** Anything else. */
    OTHER
}
