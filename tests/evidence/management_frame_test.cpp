// SPDX-License-Identifier: MIT
#include "wifi/management_frame.h"

#include <gmock/gmock.h>

#include <string>

#include "evidence/hex_bytes.h"
#include "support.h"

namespace wlanmedic::evidence {
namespace {

using testing::ElementsAre;
using wifi::decode_management_frame;
using wifi::ManagementFrame;
using Subtype = ManagementFrame::Subtype;

constexpr std::string_view to_station = "3a 01 02 00 00 00 03 00 02 00 00 00 01 00 02 00 00 00 01 00 10 00";

std::optional<ManagementFrame> decoded(std::string_view frame_control, std::string_view body) {
    const auto bytes =
        bytes_from_hex(std::string(frame_control) + ' ' + std::string(to_station) + ' ' + std::string(body));
    EXPECT_TRUE(bytes.has_value()) << body;
    return decode_management_frame(bytes.value());
}

TEST(BytesFromHex, AreTwoDigitsEachAsIwPrintsThem) {
    EXPECT_THAT(bytes_from_hex("c0 00 3a FF").value(), ElementsAre(0xc0, 0x00, 0x3a, 0xff));
    EXPECT_THAT(bytes_from_hex(" c0  01 ").value(), ElementsAre(0xc0, 0x01));
    EXPECT_THAT(bytes_from_hex("").value(), ElementsAre());
}

TEST(BytesFromHex, AreNothingWhereOneIsCutOrNoNumber) {
    for (const std::string_view text :
         {"c0 0", "c", "c0 000", "c0 0g", "c0,00", "c0 -1", "c0 0x", "c000", "c0 +1", "c0\n00"})
        EXPECT_FALSE(bytes_from_hex(text)) << text;
}

TEST(ManagementFrame, TellsItsThreeAddressesApart) {
    const auto bytes =
        bytes_from_hex("c0 00 3a 01 02 00 00 00 00 11 02 00 00 00 00 22 02 00 00 00 00 33 10 00 03 00");
    const auto frame = decode_management_frame(*bytes);
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->destination, mac("02:00:00:00:00:11"));
    EXPECT_EQ(frame->source, mac("02:00:00:00:00:22"));
    EXPECT_EQ(frame->bssid, mac("02:00:00:00:00:33"));
}

TEST(ManagementFrame, GivesTheReasonOfADeauthenticationAndADisassociation) {
    EXPECT_EQ(decoded("c0 00", "0f 00")->subtype, Subtype::deauthentication);
    EXPECT_EQ(decoded("c0 00", "0f 00")->reason, 15);
    EXPECT_EQ(decoded("c0 00", "01 02")->reason, 0x0201) << "little-endian";
    EXPECT_EQ(decoded("a0 00", "08 00 dd 00")->subtype, Subtype::disassociation);
    EXPECT_EQ(decoded("a0 00", "08 00 dd 00")->reason, 8);
    EXPECT_EQ(decoded("a0 00", "08 00")->status, std::nullopt);
}

TEST(ManagementFrame, GivesTheStatusFromWhereEachSubtypeHasIt) {
    EXPECT_EQ(decoded("b0 00", "03 00 02 00 4c 00 13")->subtype, Subtype::authentication);
    EXPECT_EQ(decoded("b0 00", "03 00 02 00 4c 00 13")->status, 76);
    EXPECT_EQ(decoded("10 00", "31 04 11 00 01 c0")->subtype, Subtype::assoc_response);
    EXPECT_EQ(decoded("10 00", "31 04 11 00 01 c0")->status, 17);
    EXPECT_EQ(decoded("30 00", "31 04 1e 01 01 c0")->subtype, Subtype::reassoc_response);
    EXPECT_EQ(decoded("30 00", "31 04 1e 01 01 c0")->status, 0x011e);
    EXPECT_EQ(decoded("10 00", "31 04 11 00 01 c0")->reason, std::nullopt);
}

TEST(ManagementFrame, FindsTheComebackTimeAmongTheElements) {
    EXPECT_EQ(decoded("10 00", "31 04 1e 00 01 c0 01 02 82 84 38 05 03 e8 03 00 00")->comeback_tu, 1000U);
    EXPECT_EQ(decoded("30 00", "31 04 1e 00 01 c0 38 05 03 01 02 03 04")->comeback_tu, 0x04030201U);
    EXPECT_EQ(decoded("10 00", "31 04 1e 00 01 c0 38 05 01 e8 03 00 00 38 05 03 07 00 00 00")->comeback_tu, 7U)
        << "types 1 and 2 are deadlines of fast transition";
}

TEST(ManagementFrame, HasNoComebackTimeWhereTheElementsHaveNone) {
    for (const std::string_view elements :
         {"", "38", "38 05", "38 05 03 e8 03 00", "38 04 03 e8 03 00", "38 06 03 e8 03 00 00 00",
          "38 05 02 e8 03 00 00", "39 05 03 e8 03 00 00", "ff ff 38 05 03 e8 03 00 00"})
        EXPECT_EQ(decoded("10 00", "31 04 1e 00 01 c0 " + std::string(elements))->comeback_tu, std::nullopt)
            << elements;
}

TEST(ManagementFrame, DoesNotTakeAnElementsBodyForAnElement) {
    EXPECT_EQ(decoded("10 00", "31 04 1e 00 01 c0 00 07 38 05 03 e8 03 00 00")->comeback_tu, std::nullopt);
}

TEST(ManagementFrame, ThatIsProtectedTellsOnlyItsAddresses) {
    for (const std::string_view control : {"c0 40", "a0 40", "b0 40", "10 40", "30 40"}) {
        const auto frame = decoded(control, "31 04 1e 00 01 c0 38 05 03 e8 03 00 00");
        ASSERT_TRUE(frame);
        EXPECT_TRUE(frame->is_protected);
        EXPECT_EQ(frame->source, mac("02:00:00:00:01:00"));
        EXPECT_FALSE(frame->reason || frame->status || frame->comeback_tu) << control;
    }
    EXPECT_FALSE(decoded("c0 08", "03 00")->is_protected) << "another flag of the second byte (retry)";
}

TEST(ManagementFrame, ThatEndsBeforeItsCodeHasNone) {
    EXPECT_EQ(decoded("c0 00", "")->reason, std::nullopt);
    EXPECT_EQ(decoded("c0 00", "0f")->reason, std::nullopt);
    EXPECT_EQ(decoded("b0 00", "03 00 02 00 4c")->status, std::nullopt);
    EXPECT_EQ(decoded("10 00", "31 04 11 00 01")->status, std::nullopt);
}

TEST(ManagementFrame, OfAnotherSubtypeIsOther) {
    EXPECT_EQ(decoded("80 00", "03 00 02 00 4c 00")->subtype, Subtype::other);
    EXPECT_EQ(decoded("d0 00", "03 00 02 00 4c 00")->subtype, Subtype::other);
    EXPECT_EQ(decoded("00 00", "03 00 02 00 4c 00")->subtype, Subtype::assoc_request);
    EXPECT_EQ(decoded("20 00", "03 00 02 00 4c 00")->subtype, Subtype::reassoc_request);
    EXPECT_FALSE(decoded("00 00", "03 00 02 00 4c 00")->status);
}

TEST(ManagementFrame, IsNeitherAControlNorADataFrame) {
    EXPECT_FALSE(decoded("c4 00", "03 00")) << "control";
    EXPECT_FALSE(decoded("c8 00", "03 00")) << "data";
    EXPECT_FALSE(decoded("cc 00", "03 00")) << "extension";
}

TEST(ManagementFrame, HasAWholeHeader) {
    const auto bytes = bytes_from_hex("c0 00 " + std::string(to_station)).value();
    ASSERT_EQ(bytes.size(), 24U);
    EXPECT_TRUE(decode_management_frame(bytes));
    for (std::size_t size = 0; size < 24; ++size)
        EXPECT_FALSE(decode_management_frame(std::span(bytes).first(size))) << size;
}

}  // namespace
}  // namespace wlanmedic::evidence
