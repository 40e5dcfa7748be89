// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "hypothesis/hypotheses.h"

namespace wlanmedic::hypothesis {

Hypothesis firmware_crash(const Case& of) {
    Hypothesis result{.id = "firmware_crash"};
    const wifi::Event* error = of.first<wifi::FirmwareError>(true);
    const wifi::Event* restarted = of.first<wifi::HardwareRestarted>();
    if (error != nullptr) {
        const auto& firmware = std::get<wifi::FirmwareError>(error->payload);
        const wifi::Duration from_loss = error->instant - of.outage.start;
        result.verdict = Verdict::supported;
        result.because = fmt::format(
            "{}{}{} reported a firmware error{}{}", firmware.driver.empty() ? "the driver" : firmware.driver,
            firmware.device.empty() ? "" : " ", firmware.device,
            !of.outage.timed ? std::string()
                             : fmt::format(" {} {} the loss", seconds(std::chrono::abs(from_loss)),
                                           from_loss < wifi::Duration{0} ? "before" : "after"),
            restarted != nullptr ? ", and the device was restarted" : "");
        cite(result.receipts, error);
        cite(result.receipts, restarted);
        return result;
    }
    const Heard* frame = of.heard_before_the_end();
    const bool at_once = of.came_back_at_once();
    if (frame != nullptr || at_once) {
        result.verdict = Verdict::contradicted;
        result.because = "no line tells of one, and the station sent and received frames after the loss";
        cite(result.receipts, frame != nullptr ? frame->event : of.attempts.front().told);
        return result;
    }
    result.because = "no line tells of one; firmware that dies silently leaves none";
    result.to_decide = "the kernel log with the driver's own messages, and its counters (debugfs) every minute";
    return result;
}

}  // namespace wlanmedic::hypothesis
