// SPDX-License-Identifier: MIT
#pragma once

#include "shadow.hpp"
#include "wm/model.hpp"

#include <cstdint>
#include <random>
#include <string>

namespace exwm_vr::wm::test {

/// Does anything at all to a model, one call a step, and says what came out wrong.
///
/// The same seed gives the same steps on every machine.
class RandomUser {
public:
    explicit RandomUser(std::uint64_t seed);

    /// What the call itself, or any promise after it, did wrong; empty when all is well.
    [[nodiscard]] std::string step();

    /// The last step in words.
    [[nodiscard]] const std::string& done() const { return done_; }

private:
    // --- steps: each makes a call, says so in done_, and returns what is wrong with its effect ---
    std::string open_window();
    std::string close_window();
    std::string focus_window();
    std::string focus_output();
    std::string step_focus();
    std::string focus_direction();
    std::string mark_urgent();
    std::string set_parent();
    std::string float_window();
    std::string make_fullscreen();
    std::string set_box();
    std::string place_external();
    std::string reorder();
    std::string show_workspace();
    std::string move_to_workspace();
    std::string move_to_output();
    std::string change_layout();
    std::string change_masters();
    std::string change_options();
    std::string add_output();
    std::string resize_output();
    std::string remove_output();
    std::string replug_output();

    // --- chance ---
    std::uint64_t below(std::uint64_t limit);
    int between(int low, int high);
    bool chance(int percent);
    WindowId any_window(); ///< now and then one that does not exist
    OutputId any_output(); ///< likewise
    int any_length();      ///< also none, negative and huge ones
    Box any_box();
    OutputArea any_area();
    Options any_options();

    /// Checks that a call succeeded just when it should have.
    static std::string judge(const Result<void>& result, bool should_succeed);
    [[nodiscard]] std::string focus_kept(const Snapshot& before) const;

    [[nodiscard]] bool is_output(OutputId id) const { return shadow_.outputs.contains(id); }

    [[nodiscard]] int workspace_count(OutputId output) const;

    std::mt19937_64 random_;
    Shadow shadow_;
    Model model_;
    std::string done_;
    bool failed_ = false; ///< the last call returned an error
    std::uint64_t last_window_ = 0;
    std::uint32_t last_output_ = 0;
};

} // namespace exwm_vr::wm::test
