// SPDX-License-Identifier: MIT
#include "wifi/rsn_element.h"

#include <gmock/gmock.h>

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;
using wlanmedic::wifi::decode_rsn_element;
using wlanmedic::wifi::find_element;

namespace {

using Bytes = std::vector<std::uint8_t>;

// hostapd 2.10: wpa_key_mgmt=SAE, rsn_pairwise=CCMP, ieee80211w=2, group_mgmt_cipher=AES-128-CMAC
const Bytes sae{0x01, 0x00, 0x00, 0x0f, 0xac, 0x04, 0x01, 0x00, 0x00, 0x0f, 0xac, 0x04, 0x01,
                0x00, 0x00, 0x0f, 0xac, 0x08, 0xcc, 0x00, 0x00, 0x00, 0x00, 0x0f, 0xac, 0x06};
// hostapd 2.10: wpa_key_mgmt=WPA-PSK, rsn_pairwise=CCMP, ieee80211w=0
const Bytes psk{0x01, 0x00, 0x00, 0x0f, 0xac, 0x04, 0x01, 0x00, 0x00, 0x0f,
                0xac, 0x04, 0x01, 0x00, 0x00, 0x0f, 0xac, 0x02, 0x0c, 0x00};

TEST(RsnElement, TellsCiphersKeyManagementAndThatPmfIsRequired) {
    const auto element = decode_rsn_element(sae);
    ASSERT_TRUE(element);
    EXPECT_EQ(element->version, 1);
    EXPECT_THAT(element->group_cipher, Optional(std::string("CCMP-128")));
    EXPECT_THAT(element->pairwise_ciphers, ElementsAre("CCMP-128"));
    EXPECT_THAT(element->key_managements, ElementsAre("SAE"));
    EXPECT_TRUE(element->pmf_required);
    EXPECT_TRUE(element->pmf_capable);
    EXPECT_THAT(element->group_management_cipher, Optional(std::string("BIP-CMAC-128")));
}

TEST(RsnElement, WithoutPmfNeitherBitIsSet) {
    const auto element = decode_rsn_element(psk);
    ASSERT_TRUE(element);
    EXPECT_THAT(element->key_managements, ElementsAre("PSK"));
    EXPECT_FALSE(element->pmf_required);
    EXPECT_FALSE(element->pmf_capable);
    EXPECT_FALSE(element->group_management_cipher);
}

TEST(RsnElement, PmfThatIsOfferedIsNotRequired) {
    Bytes offered = psk;
    offered[18] = 0x80;
    const auto element = decode_rsn_element(offered);
    EXPECT_TRUE(element->pmf_capable);
    EXPECT_FALSE(element->pmf_required);
}

TEST(RsnElement, PmkidsArePassedOver) {
    Bytes with_pmkid = sae;
    with_pmkid[20] = 1;
    with_pmkid.insert(with_pmkid.begin() + 22, 16, 0xee);
    EXPECT_THAT(decode_rsn_element(with_pmkid)->group_management_cipher, Optional(std::string("BIP-CMAC-128")));
}

TEST(RsnElement, SuitesOfOthersAreShownByNumber) {
    Bytes foreign = sae;
    foreign[15] = 0x50;
    EXPECT_THAT(decode_rsn_element(foreign)->key_managements, ElementsAre("00-50-ac:8"));
    foreign = sae;
    foreign[17] = 99;
    EXPECT_THAT(decode_rsn_element(foreign)->key_managements, ElementsAre("00-0f-ac:99"));
}

TEST(RsnElement, MayEndBehindAnyField) {
    EXPECT_FALSE(decode_rsn_element({}));
    EXPECT_FALSE(decode_rsn_element(Bytes{0x01}));
    for (std::size_t size = 2; size < sae.size(); ++size) {
        const auto element = decode_rsn_element(std::span(sae).first(size));
        ASSERT_TRUE(element) << size;
        EXPECT_EQ(element->pairwise_ciphers.size(), size >= 12 ? 1U : 0U) << size;
        EXPECT_EQ(element->pmf_capable, size >= 20) << size;
        EXPECT_FALSE(element->group_management_cipher) << size;
    }
}

TEST(RsnElement, CountsThatLieTakeWhatIsThere) {
    Bytes lying = sae;
    lying[6] = 0xff;
    lying[7] = 0xff;
    EXPECT_LE(decode_rsn_element(lying)->pairwise_ciphers.size(), 5U);
    EXPECT_THAT(decode_rsn_element(lying)->key_managements, IsEmpty());
}

TEST(FindElement, GivesTheFirstOfItsIdAndNothingBehindABreak) {
    const Bytes elements{0x00, 0x03, 'n', 'e', 't', 0x30, 0x02, 0x01, 0x00, 0x30, 0x01, 0xff, 0x07, 0x05, 'D'};
    ASSERT_TRUE(find_element(elements, 0x30));
    EXPECT_THAT(*find_element(elements, 0x30), ElementsAre(0x01, 0x00));
    EXPECT_THAT(*find_element(elements, 0x00), ElementsAre('n', 'e', 't'));
    EXPECT_FALSE(find_element(elements, 0x07)) << "it breaks off";
    EXPECT_FALSE(find_element(elements, 0x01));
    EXPECT_FALSE(find_element({}, 0x00));
}

}  // namespace
