// SPDX-License-Identifier: MIT
// A frame of the lab's air, and a medium that judges it. The first byte chooses what goes wrong in the medium.
#include <cstdint>
#include <optional>
#include <span>

#include "lab/medium/medium.h"
#include "require.h"

using namespace wlanmedic;
using fuzz::require;

namespace {

lab::Rule rule_of(std::uint8_t choice) {
    lab::Rule rule;
    rule.frames.set();
    rule.effect = static_cast<lab::Rule::Effect>(choice & 3U);
    rule.probability = 0.5;
    rule.delay = std::chrono::milliseconds{300};
    return rule;
}

lab::Medium medium_of(std::uint8_t choice) {
    lab::Medium medium(choice);
    for (const lab::Radio radio : {0U, 1U, 2U}) {
        medium.add_radio(radio);
        const std::uint8_t octets[] = {2, 0, 0, 0, static_cast<std::uint8_t>(radio), 0};
        medium.add_address(radio, *wifi::MacAddress::from_octets(octets));
    }
    if ((choice & 4U) != 0) medium.add(rule_of(choice), {});
    if ((choice & 8U) != 0) {
        lab::Wedge wedge;
        wedge.path = static_cast<lab::Wedge::Path>((choice >> 4U) % 3U);
        wedge.kind = static_cast<lab::Wedge::Kind>((choice >> 6U) % 3U);
        medium.wedge(2, wedge, {});
    }
    if ((choice & 16U) != 0) medium.fade(0, -88, std::chrono::seconds{1}, {});
    return medium;
}

void check(const std::optional<lab::Frame>& frame, std::size_t size) {
    if (!frame) return;
    require(size >= 10, "a frame has an address");
    require(lab::frame_class_from_text(to_text(frame->frame_class)) == frame->frame_class, "a class has its name");
    const bool control =
        frame->frame_class == lab::FrameClass::control || frame->frame_class == lab::FrameClass::acknowledgement;
    require(control || size >= 24, "all but control frames have a header of 24 bytes");
    if (frame->frame_class == lab::FrameClass::eapol) {
        require(!frame->is_protected, "what is encrypted is not read");
        require(size >= 32, "an EAPOL frame has its LLC header");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::span bytes(data + 1, size - 1);
    const auto frame = lab::view_frame(bytes);
    check(frame, bytes.size());

    lab::Medium medium = medium_of(data[0]);
    lab::Medium twin = medium_of(data[0]);
    lab::Medium sound = medium_of(0);
    for (int i = 0; i < 4; ++i) {
        const wifi::Duration now = std::chrono::milliseconds{400 * i};
        for (const lab::Radio from : {0U, 2U, 7U}) {
            const lab::Fate fate = medium.judge(from, bytes, true, now);
            const lab::Fate again = twin.judge(from, bytes, true, now);
            const lab::Fate usual = sound.judge(from, bytes, true, now);
            require(fate.acknowledged == again.acknowledged && fate.fault == again.fault &&
                        fate.deliveries.size() == again.deliveries.size(),
                    "equal media judge alike");
            require(!usual.fault, "a sound medium has no fault");
            require(frame || usual.deliveries.empty(), "what is no frame goes nowhere");
            require(!(frame && frame->group) || !fate.acknowledged, "a group frame is not acknowledged");
            require(fate.deliveries.size() <= usual.deliveries.size(), "a fault adds no receiver");
            require(fate.fault || fate.deliveries.size() == usual.deliveries.size(), "what is lost is a fault");
            require(fate.fault || fate.acknowledged == usual.acknowledged, "what is not acknowledged is a fault");
            for (const lab::Delivery& delivery : fate.deliveries)
                require(delivery.to != from && delivery.delay >= wifi::Duration::zero(),
                        "a delivery is to another");
        }
    }
    return 0;
}
